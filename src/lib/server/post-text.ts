import type { z } from 'zod';
import { SCHEMA_VERSION } from '$lib/editor/schema';
import { AppError } from './errors';
import { readJson } from './http/read-body';
import { checkDocument } from './rendering/render';
import type { TextToSave } from './db/post-editing';

/**
 * The body of a request that carries a text.
 * @throws {AppError} `bad_request`, `too_large`, and what {@link checkText} throws
 */
export async function readText<
	S extends z.ZodType<{ title: string; subtitle: string; doc?: unknown }>
>(
	request: Request,
	publicationId: string,
	schema: S
): Promise<{ body: z.output<S>; text: TextToSave }> {
	const body = schema.safeParse(await readJson(request));
	if (!body.success) {
		// What is wrong with a title is for whoever wrote it; anything else is for whoever made the request.
		const typed = body.error.issues.find(
			({ path }) => path[0] === 'title' || path[0] === 'subtitle'
		);
		throw new AppError('bad_request', 400, {
			cause: body.error,
			...(typed && { message: typed.message })
		});
	}
	return { body: body.data, text: await checkText(publicationId, body.data) };
}

/** @throws {AppError} `invalid_document`, with a sentence for whoever wrote it */
async function checkText(
	publicationId: string,
	{ title, subtitle, doc }: { title: string; subtitle: string; doc?: unknown }
): Promise<TextToSave> {
	const checked = await checkDocument(publicationId, doc);
	if ('doc' in checked) {
		return {
			title,
			subtitle,
			doc: checked.doc,
			schemaVersion: SCHEMA_VERSION,
			words: checked.words
		};
	}
	const status = checked.code === 'too_large' ? 413 : 400;
	throw new AppError('invalid_document', status, { message: checked.problem });
}
