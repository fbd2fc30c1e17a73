import { isDeeperThan } from '../../../src/lib/domain/json-depth.ts';
import { functionBodies } from '../../../src/lib/limits.ts';
import { Refusal } from './answers.ts';

/**
 * The body of a request as text. Reads at most `maxBytes`, whatever the header `content-length` says,
 * and cancels the rest of the stream.
 * @throws {Refusal} 413 `too_large`
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
	const tooLarge = () => new Refusal(413, 'too_large', `The body has more than ${maxBytes} bytes.`);
	if (Number(request.headers.get('content-length')) > maxBytes) {
		await request.body?.cancel();
		throw tooLarge();
	}
	const decoder = new TextDecoder();
	let [text, bytes] = ['', 0];
	// Leaving the loop early cancels the stream.
	for await (const chunk of request.body ?? []) {
		bytes += chunk.byteLength;
		if (bytes > maxBytes) throw tooLarge();
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}

/**
 * The JSON of a request, with the limits of {@link readText} and no deeper than any function needs.
 * @throws {Refusal} 413 `too_large`, 400 `bad_request`
 */
export async function readJson(request: Request, maxBytes: number): Promise<unknown> {
	return parseJson(await readText(request, maxBytes));
}

/** @throws {Refusal} 400 `bad_request`: not JSON, or nested too deep */
export function parseJson(text: string): unknown {
	if (isDeeperThan(functionBodies.depth, text)) {
		throw new Refusal(400, 'bad_request', 'The JSON is nested too deep.');
	}
	try {
		return JSON.parse(text);
	} catch {
		throw new Refusal(400, 'bad_request', 'The body is not JSON.');
	}
}
