import { z } from 'zod';
import { MEDIA_MAX_BYTES, uploaded, type Uploaded } from '$lib/schemas/media';
import { fileSize } from '../content/file-size';
import { saveAnswer } from '$lib/schemas/post';
import type { SaveAnswer, Text } from './save-queue.svelte';

/** Longer than any save takes. The server may still do it: the queue knows how to find out. */
const SAVE_TIMEOUT = 30_000;
const UPLOAD_TIMEOUT = 180_000;

const refusal = z.object({ code: z.string(), message: z.string() });

const reasons: Record<string, string> = {
	unauthorised:
		'You are signed out. Sign in again in another window, then save here: the text is kept.',
	forbidden: 'You may not change this post any more. Keep the text somewhere else.',
	post_not_found: 'The post is gone, or not yours to change any more. Keep the text somewhere else.'
};

/** Sends a text to the post's own address; answers whatever happens. */
export async function sendText(address: string, text: Text, revision: number): Promise<SaveAnswer> {
	try {
		const response = await fetch(address, {
			method: 'PUT',
			headers: { 'content-type': 'application/json', accept: 'application/json' },
			body: JSON.stringify({ ...text, revision }),
			signal: AbortSignal.timeout(SAVE_TIMEOUT)
		});
		const body: unknown = await response.json();
		const answer = saveAnswer.safeParse(body);
		if (answer.success) return answer.data;
		const passes = response.status >= 500 || response.status === 429;
		return { kind: 'failed', reason: reasonIn(body), final: !passes };
	} catch {
		const reason = navigator.onLine
			? 'The server does not answer. We try again. Until then the text is kept in this window.'
			: 'You are offline. The text is kept in this window, and saved as soon as you are back.';
		return { kind: 'failed', reason, final: false };
	}
}

/** Makes a new post of a text that has no place any more, and returns its id. */
export async function copyText(address: string, text: Text): Promise<string> {
	const response = await fetch(`${address}/copy`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', accept: 'application/json' },
		body: JSON.stringify(text)
	});
	const body: unknown = await response.json().catch(() => null);
	if (!response.ok) throw new Error(reasonIn(body));
	return z.object({ id: z.uuid() }).parse(body).id;
}

/**
 * Sends a file to a publication.
 * @throws {Error} with a sentence for whoever sent it
 */
export async function uploadFile(address: string, file: File): Promise<Uploaded> {
	// The server says the same, but a browser that is still sending does not always hear it.
	if (file.size > MEDIA_MAX_BYTES) {
		throw new Error(`It has ${fileSize(file.size)}. A file may have 20 MB at most.`);
	}
	const form = new FormData();
	form.set('file', file);
	let response: Response;
	try {
		response = await fetch(address, {
			method: 'POST',
			headers: { accept: 'application/json' },
			body: form,
			signal: AbortSignal.timeout(UPLOAD_TIMEOUT)
		});
	} catch {
		throw new Error('It did not arrive. Try again in a moment.');
	}
	const body: unknown = await response.json().catch(() => null);
	const answer = uploaded.safeParse(body);
	if (!response.ok || !answer.success) throw new Error(reasonIn(body));
	return answer.data;
}

function reasonIn(body: unknown): string {
	const { data } = refusal.safeParse(body);
	return (data && (reasons[data.code] ?? data.message)) || 'That did not work.';
}
