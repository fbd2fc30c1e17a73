import { z } from 'zod';
import { accentFromHex, CHROMA_MAX, CHROMA_MIN, type Accent } from '../domain/accent.ts';
import { isAtMost, isOneLine, isSeen, isStorable } from '../domain/plain-text.ts';
import { reservedSlugs } from '../domain/slugs.ts';
import { isTimeZone } from '../domain/time-zones.ts';

export const publicationName = z
	.string({ error: 'Please give it a name.' })
	.trim()
	.refine(isSeen, { error: 'Please give it a name that can be seen.' })
	.refine((text) => isAtMost(text, 80), { error: 'Eighty characters at most, please.' })
	.refine(isOneLine, { error: 'A name stands on one line.' });

/** An address may have to serve as a host name, so it follows the rule of host names. */
export const publicationSlug = z
	.string({ error: 'Please choose an address.' })
	.trim()
	.toLowerCase()
	.min(2, { error: 'An address has two characters or more.' })
	.max(63, { error: 'Sixty-three characters at most, please.' })
	.regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, {
		error: 'Use the letters a to z, figures and hyphens, with no hyphen at either end.'
	})
	.refine((slug) => !reservedSlugs.has(slug), {
		error: 'That address is kept for Pamphlet itself. Please choose another.'
	});

/** Creating a publication, and its settings. */
export const publicationForm = z.object({
	name: publicationName,
	slug: publicationSlug,
	description: z
		.string()
		.trim()
		.refine((text) => isAtMost(text, 300), { error: 'Three hundred characters at most, please.' })
		.refine(isStorable, { error: 'It has a character that cannot be kept.' })
		.default(''),
	language: z
		.string({ error: 'Please choose a language.' })
		.regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/, {
			error: 'That is not the code of a language. Choose one from the list.'
		}),
	time_zone: z
		.string({ error: 'Please choose a time zone.' })
		.refine(isTimeZone, { error: 'We do not know that time zone. Choose one from the list.' }),
	/** The value of a swatch, see {@link swatchValue}, or {@link OWN_COLOUR}. */
	accent: z.string({ error: 'Please choose a colour.' }),
	/** What the colour field says, `#rrggbb`; counts when {@link OWN_COLOUR} is chosen. */
	accent_own: z.string().default('')
});

/** Choice of a colour that is none of the swatches. */
export const OWN_COLOUR = 'own';

export function swatchValue({ hue, chroma }: Accent): string {
	return `${hue} ${chroma}`;
}

const swatch = z.tuple([
	z.coerce.number().int().min(0).max(359),
	z.coerce.number().min(CHROMA_MIN).max(CHROMA_MAX)
]);

/** The two numbers that are kept of a chosen colour; null when it is no colour. */
export function chosenAccent(form: { accent: string; accent_own: string }): Accent | null {
	if (form.accent === OWN_COLOUR) return accentFromHex(form.accent_own);
	const numbers = swatch.safeParse(form.accent.split(' '));
	return numbers.success ? { hue: numbers.data[0], chroma: numbers.data[1] } : null;
}
