import type { Handle, RequestEvent } from '@sveltejs/kit';

/** One line a request: no query, no address, no cookie. */
export const accessLog: Handle = async ({ event, resolve }) => {
	const start = performance.now();
	const response = await resolve(event);
	const line = {
		method: event.request.method,
		path: loggedPath(event),
		status: response.status,
		ms: Math.round(performance.now() - start)
	};
	// Asked every few seconds by whatever watches the server.
	if (event.route.id === '/healthz' && response.ok) event.locals.log.debug(line, 'request');
	else event.locals.log.info(line, 'request');
	return response;
};

/** The path, with the place of a token in it named instead of the token. */
export function loggedPath(event: Pick<RequestEvent, 'url' | 'params'>): string {
	let path = event.url.pathname;
	for (const [name, value] of Object.entries(event.params)) {
		if (value && /token|key|secret/i.test(name)) {
			path = path.replace(value, `[${name}]`).replace(encodeURIComponent(value), `[${name}]`);
		}
	}
	return path;
}
