import { SvelteKitError } from '@sveltejs/kit/internal';
import type { z } from 'zod';

import { SCHEMA_VERSION } from '$lib/editor/schema';
import { documents } from '$lib/limits';
import { AppError } from './errors';
import { checkDocument } from './rendering/render';
import type { TextToSave } from './db/post-editing';

/**
 * Longest body that is read, in bytes. Wider than any text that is stored, so that what is a little
 * too long is told by its own rules.
 */
const MAX_BODY = 4 * documents.bytes;

/**
 * The body of a request that carries a text.
 * @throws {AppError} `bad_request`, `too_large`, and what {@link checkText} throws
 */
export async function readText<
	S extends z.ZodType<{ title: string; subtitle: string; doc?: unknown }>
>(request: Request, schema: S): Promise<{ body: z.output<S>; text: TextToSave }> {
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
	return { body: body.data, text: await checkText(body.data) };
}

async function readJson(request: Request): Promise<unknown> {
	const tooLong = new AppError('too_large', 413, {
		message: 'The text is too long for one post. Split it in two.'
	});
	if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY) throw tooLong;
	try {
		return await request.json();
	} catch (error) {
		// The server's own limit, for a body that does not say how long it is.
		const isTooLong = error instanceof SvelteKitError && error.status === 413;
		throw isTooLong ? tooLong : new AppError('bad_request', 400, { cause: error });
	}
}

/** @throws {AppError} `invalid_document`, with a sentence for whoever wrote it */
async function checkText({
	title,
	subtitle,
	doc
}: {
	title: string;
	subtitle: string;
	doc?: unknown;
}): Promise<TextToSave> {
	const checked = await checkDocument(doc);
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
