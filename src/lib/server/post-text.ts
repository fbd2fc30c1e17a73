import type { z } from 'zod';
import { countWords, InvalidDocument, validateDoc } from '$lib/content';
import { SCHEMA_VERSION } from '$lib/editor/schema';
import { AppError } from './errors';
import type { TextToSave } from './db/post-editing';

/**
 * The body of a request that carries a text.
 * @throws {AppError} `bad_request`, and what {@link checkText} throws
 */
export async function readText<
	S extends z.ZodType<{ title: string; subtitle: string; doc?: unknown }>
>(request: Request, schema: S): Promise<{ body: z.output<S>; text: TextToSave }> {
	const body = schema.safeParse(await request.json().catch(() => null));
	if (!body.success) {
		// What is wrong with a title is for whoever wrote it; anything else is for whoever made the request.
		const typed = body.error.issues.find(({ path }) => path[0] === 'title' || path[0] === 'subtitle');
		throw new AppError('bad_request', 400, {
			cause: body.error,
			...(typed && { message: typed.message })
		});
	}
	return { body: body.data, text: checkText(body.data) };
}

/** @throws {AppError} `invalid_document`, with a sentence for whoever wrote it */
function checkText({
	title,
	subtitle,
	doc
}: {
	title: string;
	subtitle: string;
	doc?: unknown;
}): TextToSave {
	try {
		const valid = validateDoc(doc);
		const words = countWords(valid);
		return { title, subtitle, doc: valid, schemaVersion: SCHEMA_VERSION, words };
	} catch (error) {
		if (!(error instanceof InvalidDocument)) throw error;
		const status = error.code === 'too_large' ? 413 : 400;
		throw new AppError('invalid_document', status, { message: error.message, cause: error });
	}
}
