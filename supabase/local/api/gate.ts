import type { MiddlewareHandler } from 'hono';
import { localKeys } from '../settings.ts';
import type { Api } from './context.ts';

/** Addresses that people and OAuth providers open themselves, without a key. */
const open = /^\/auth\/v1\/(callback|authorize|verify|\.well-known\/.*)$/;

/**
 * Asks for an API key, as the gateway of a hosted project does, before any of our own routes of
 * Auth answers; lite asks again for its own.
 */
export const requireKey: MiddlewareHandler<Api> = async (c, next) => {
	const isOpen = c.req.method === 'OPTIONS' || (c.req.method === 'GET' && open.test(c.req.path));
	const key = c.req.header('apikey') ?? c.req.query('apikey');
	if (isOpen || key === localKeys.publishable || key === localKeys.secret) {
		await next();
	} else if (key) {
		c.res = c.json(
			{ message: 'Invalid API key', hint: 'Double check your Supabase `apikey`' },
			401
		);
	} else {
		const hint = 'No `apikey` request header or url param was found.';
		c.res = c.json({ message: 'No API key found in request', hint }, 401);
	}
	if (!c.res.headers.has('access-control-allow-origin')) {
		c.res.headers.set('access-control-allow-origin', '*');
	}
};
