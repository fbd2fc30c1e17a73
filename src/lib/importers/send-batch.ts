import { ImportFileError } from './import-file-error';

/** The server said no, in words for people. */
class Refused extends Error {}

/** What is said when nothing better is known. */
const LOST = 'The server does not answer. What has arrived stays; go on when it is back.';

/**
 * Sends a part of an import as JSON, and gives what came back.
 * @throws with a message for people where the server refuses; other errors are the network's
 */
export async function sendBatch(method: string, address: string, body: object): Promise<unknown> {
	const answer = await fetch(address, {
		method,
		headers: { 'content-type': 'application/json', accept: 'application/json' },
		body: JSON.stringify(body)
	});
	const said: unknown = answer.status === 204 ? null : await answer.json();
	if (answer.ok) return said;
	const message = said && typeof said === 'object' && 'message' in said ? said.message : null;
	throw new Refused(typeof message === 'string' ? message : LOST);
}

/** What the page of an import says of an error. */
export function importProblem(error: unknown): string {
	return error instanceof ImportFileError || error instanceof Refused ? error.message : LOST;
}
