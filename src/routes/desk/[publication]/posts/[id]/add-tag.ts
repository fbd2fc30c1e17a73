import { z } from 'zod';
import { addedTag } from '$lib/schemas/tag';

const refusal = z.object({ message: z.string() });

/**
 * Adds a subject to a publication; one of that name which is there already is answered instead.
 * @throws {Error} with a sentence for whoever typed it
 */
export async function addTag(address: string, name: string): Promise<z.output<typeof addedTag>> {
	let response: Response;
	try {
		response = await fetch(address, {
			method: 'POST',
			headers: { 'content-type': 'application/json', accept: 'application/json' },
			body: JSON.stringify({ name })
		});
	} catch {
		throw new Error('The server does not answer. Try again in a moment.');
	}
	const body: unknown = await response.json().catch(() => null);
	const answer = addedTag.safeParse(body);
	if (answer.success) return answer.data;
	throw new Error(refusal.safeParse(body).data?.message ?? 'That did not work.');
}
