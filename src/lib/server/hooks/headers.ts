/** Sets headers on an answer, also on one that came from `fetch` and cannot be changed. */
export function withHeaders(response: Response, headers: Record<string, string>): Response {
	const answer = isFrozen(response) ? new Response(response.body, response) : response;
	for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
	return answer;
}

function isFrozen(response: Response): boolean {
	try {
		response.headers.delete('x-not-there');
		return false;
	} catch {
		return true;
	}
}
