import { json, type RequestEvent } from '@sveltejs/kit';
import errorPage from '../../../error.html?raw';
import { codeOf, messageOf } from '$lib/server/errors';
import { fillErrorPage } from '$lib/server/http/error-page';

/**
 * Answers a request that no route shall see: with a page for a browser, with JSON for everything
 * else, and in the shape that SvelteKit's form helper expects for a form that was sent by script.
 * @param message plain text without characters that HTML gives a meaning
 */
export function refuse(
	event: RequestEvent,
	status: number,
	{ message, headers = {} }: { message?: string; headers?: Record<string, string> } = {}
): Response {
	const code = codeOf(status);
	const { requestId } = event.locals;
	const error: App.Error = { message: message ?? messageOf(code), code, requestId };
	const asked = event.request.headers;
	if (asked.has('x-sveltekit-action')) return json({ type: 'error', error }, { status, headers });
	if (!asked.get('accept')?.includes('text/html')) return json(error, { status, headers });
	return new Response(fillErrorPage(errorPage, status, error.message), {
		status,
		headers: { ...headers, 'content-type': 'text/html; charset=utf-8' }
	});
}
