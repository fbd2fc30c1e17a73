import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { isLoopbackHostname } from '@supabase/lite';
import type { Hono } from 'hono';
import { localKeys } from '../settings.ts';
import type { Api, ApiContext } from './context.ts';

const manifest = createRequire(import.meta.url).resolve('@supabase/lite/dist/manifest.json');
const assets = path.join(path.dirname(manifest), '..');

const mediaTypes: Record<string, string> = {
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.ico': 'image/x-icon',
	'.woff2': 'font/woff2'
};

/** The pages Studio has; it is one document that reads its own address. */
const pages = ['/', '/auth', '/users', '/editor', '/editor/:table'];

/**
 * Serves Studio, and lets its page work with the rights of the secret key. Only a page of this very
 * origin, opened under a loopback name, counts as Studio: a browser states that in headers no
 * other website can set. Programs without a key are refused as on a hosted project.
 */
export function mountStudio(root: Hono<Api>) {
	for (const page of pages) root.get(page, (c) => c.var.lite());
	root.get('/static/*', asset);
	root.use('/_system/*', async (c, next) => (isStudio(c) ? next() : missing(c)));
	root.get('/_system/info', async (c) =>
		c.var.rewrite(await c.var.lite(), (info) => ({ ...info, admin: true }))
	);
	root.get('/_system/introspect', (c) => c.var.lite());
	root.all('/_system/*', missing);
	for (const api of ['/rest/v1/*', '/storage/v1/*']) {
		root.use(api, async (c, next) => {
			const keyed =
				c.req.header('apikey') ?? c.req.query('apikey') ?? c.req.header('authorization');
			if (keyed || !isStudio(c)) return next();
			const headers = new Headers(c.req.raw.headers);
			headers.set('apikey', localKeys.secret);
			// lite refuses the secret key to browsers, by the name they give themselves.
			headers.set('user-agent', 'studio');
			const hasBody = c.req.method !== 'GET' && c.req.method !== 'HEAD';
			return c.var.lite({ headers, body: hasBody ? await c.req.arrayBuffer() : undefined });
		});
	}
}

/** The answer to everything nobody serves. */
export function missing(c: ApiContext) {
	return c.json({ code: 404, message: `Nothing answers at ${c.req.path}` }, 404);
}

function isStudio(c: ApiContext): boolean {
	return (
		c.req.header('sec-fetch-site') === 'same-origin' &&
		isLoopbackHostname(new URL(c.req.url).hostname)
	);
}

async function asset(c: ApiContext) {
	const file = path.join(assets, path.normalize(c.req.path.replace(/^\/static/, '')));
	try {
		const type = mediaTypes[path.extname(file)] ?? 'application/octet-stream';
		return c.body(new Uint8Array(await readFile(file)), 200, { 'content-type': type });
	} catch {
		return missing(c);
	}
}
