import type { Hono, MiddlewareHandler } from 'hono';
import type { Api, ApiContext } from '../api/context.ts';
import { SharpImages } from './images.ts';
import { listFolder } from './listing.ts';

const images = new SharpImages();
const kinds = ['public', 'authenticated', 'sign'] as const;
const formats = ['webp', 'png', 'jpeg', 'avif'] as const;

/** Puts right where @supabase/lite's Storage answers otherwise than a hosted project. */
export function mountStorage(root: Hono<Api>) {
	const base = '/storage/v1';
	root.use(`${base}/object/*`, nameMissingObjects);
	root.post(`${base}/object/upload/sign/*`, async (c) =>
		c.var.rewrite(await c.var.lite(), (body) => ({ ...body, url: withoutBase(body.signedUrl) }))
	);
	root.post(`${base}/object/sign/*`, signedUrls);
	for (const kind of kinds) root.get(`${base}/render/image/${kind}/*`, (c) => render(c, kind));
	root.get(`${base}/object/authenticated/*`, (c) => {
		const url = new URL(c.req.url);
		url.pathname = url.pathname.replace('/object/authenticated/', '/object/');
		return c.var.lite({ url });
	});
	root.get(`${base}/object/info/*`, async (c) => c.var.rewrite(await c.var.lite(), info));
	root.post(`${base}/object/list/:bucket`, async (c) => listFolder(c, await c.req.json()));
	root.post(`${base}/object/list-v2/:bucket`, async (c) => {
		const { prefix = '', limit = 1000 } = await c.req.json<{ prefix?: string; limit?: number }>();
		const slash = prefix.lastIndexOf('/');
		const search = { prefix: prefix.slice(0, Math.max(slash, 0)), search: prefix.slice(slash + 1) };
		const found = await listFolder(c, { ...search, limit, offset: 0 });
		return c.var.rewrite(found, (names: { name: string }[]) => ({
			hasNext: false,
			folders: [],
			objects: names.map((entry) => ({ ...entry, key: entry.name }))
		}));
	});
	root.on(['POST', 'PUT'], `${base}/object/*`, upload);
}

/** supabase-js tells "not there" from other refusals by a code that lite leaves out. */
const nameMissingObjects: MiddlewareHandler<Api> = async (c, next) => {
	await next();
	if (c.res.ok || !c.res.headers.get('content-type')?.includes('json')) return;
	const body = await c.res.clone().json();
	if (body.message !== 'Object not found') return;
	c.res = new Response(JSON.stringify({ ...body, code: 'NoSuchKey' }), c.res);
};

/** Links come with lite's own path and name; clients put the base in front themselves. */
async function signedUrls(c: ApiContext) {
	const { transform, ...body } = await c.req.json<Record<string, unknown>>();
	const answer = await c.var.lite({ json: body });
	const wish = transform ? new URLSearchParams(Object.entries(transform as object)) : undefined;
	const sign = (entry: Record<string, unknown>) => {
		let url = withoutBase(entry.signedUrl);
		if (url && wish) url = `${url.replace('/object/sign/', '/render/image/sign/')}&${wish}`;
		return { ...entry, signedURL: url };
	};
	return c.var.rewrite(answer, (result) =>
		Array.isArray(result) ? result.map(sign) : sign(result)
	);
}

/** What hosted Storage tells of an object, from the row that lite hands out. */
function info({ metadata, user_metadata, ...row }: Record<string, unknown>) {
	const { size, mimetype, cacheControl, eTag, lastModified } = metadata as Record<string, unknown>;
	return {
		...{ id: row.id, name: row.name, version: row.version, bucket_id: row.bucket_id },
		...{ size, content_type: mimetype, cache_control: cacheControl, etag: eTag },
		...{ metadata: user_metadata, last_modified: lastModified, created_at: row.created_at }
	};
}

function withoutBase(url: unknown): string | null {
	return typeof url === 'string' ? url.replace(/^\/storage\/v1/, '') : null;
}

/** Reads the object through lite, so that its access rules hold, and resizes what came. */
async function render(c: ApiContext, kind: (typeof kinds)[number]) {
	const url = new URL(c.req.url);
	const wish = Object.fromEntries(url.searchParams);
	const source = kind === 'authenticated' ? '/object' : `/object/${kind}`;
	url.pathname = url.pathname.replace(`/render/image/${kind}`, source);
	for (const name of ['width', 'height', 'resize', 'format', 'quality'])
		url.searchParams.delete(name);
	const answer = await c.var.lite({ url });
	if (!answer.ok) return answer;
	const image = await images.transform(new Uint8Array(await answer.arrayBuffer()), {
		width: Number(wish.width) || undefined,
		height: Number(wish.height) || undefined,
		resize: wish.resize === 'contain' || wish.resize === 'fill' ? wish.resize : 'cover',
		format: formats.find((format) => format === wish.format),
		quality: Number(wish.quality) || 80
	});
	const headers = {
		'content-type': image.contentType,
		'cache-control': answer.headers.get('cache-control') ?? 'no-cache'
	};
	return new Response(image.body, { headers });
}

/**
 * Takes a file out of its multipart envelope, which lite would store along with it, and reads the
 * body whole: a connection on which lite refuses an upload half-way is of no use afterwards.
 */
async function upload(c: ApiContext) {
	const headers = new Headers(c.req.raw.headers);
	headers.delete('content-length');
	if (!headers.get('content-type')?.startsWith('multipart/')) {
		return c.var.lite({ body: await c.req.arrayBuffer(), headers });
	}
	let file: File | undefined;
	for (const [name, value] of await c.req.formData()) {
		if (typeof value !== 'string') file = value;
		else if (name === 'cacheControl') headers.set('cache-control', `max-age=${value}`);
		else if (name === 'metadata') headers.set('x-metadata', Buffer.from(value).toString('base64'));
	}
	if (!file)
		return c.json({ statusCode: '400', error: 'invalid_request', message: 'no file' }, 400);
	headers.set('content-type', file.type || 'application/octet-stream');
	return c.var.lite({ body: await file.arrayBuffer(), headers });
}
