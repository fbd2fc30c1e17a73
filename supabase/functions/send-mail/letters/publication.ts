import { z } from 'zod';
import { dayIn } from '../../_shared/dates.ts';
import { setLetter, type Letter, type Sheet } from '../../_shared/letter.ts';
import { clip, oneLine } from '../../_shared/text.ts';

/** A letter of the outbox, and the name it is sent under. */
export interface PublicationLetter extends Letter {
	fromName: string;
}

/** A name that somebody typed. */
export const name = z.string().transform((text) => clip(oneLine(text), 80));

/** What somebody wants to be called, or nothing. */
export const givenName = z
	.string()
	.nullish()
	.transform((text) => clip(oneLine(text ?? ''), 80));

/** As it may stand in an address of ours. */
export const token = z.string().regex(/^[\w-]{16,128}$/);

/** What enqueue_mail puts into the data of every mail of a publication. */
export const publication = z.object({
	publication_name: name,
	slug: z.string().regex(/^[a-z0-9-]+$/),
	language: z.string().default('en'),
	time_zone: z.string().default('Etc/UTC')
});

type Publication = z.infer<typeof publication>;

/** Sets a letter on the publication's paper. */
export function fromPublication(
	data: Publication,
	sheet: Omit<Sheet, 'masthead' | 'language'>
): PublicationLetter {
	const { publication_name: masthead, language } = data;
	return { ...setLetter({ ...sheet, masthead, language }), fromName: masthead };
}

/** A day in the publication's time zone: 27 November 2026. */
export function day(moment: string, data: Publication): string {
	return dayIn(moment, data.time_zone);
}

/** An address of the app. */
export function address(path: string, siteUrl: string): string {
	return new URL(path, siteUrl).href;
}

/** For mails to an address that somebody typed into a form. */
export const ifNotYou =
	'If that was not you, do nothing: nothing happens, and no other mail follows this one.';
