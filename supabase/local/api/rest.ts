import type { Hono } from 'hono';
import type { Api } from './context.ts';

type Row = Record<string, unknown>;

/**
 * Rows of one insert that name different columns: PostgREST writes null where a row leaves out what
 * another one names, unless `missing=default` is preferred. lite takes the defaults, so that an
 * insert would pass here and fail on a hosted project.
 */
export function mountRest(root: Hono<Api>) {
	root.post('/rest/v1/:table', async (c) => {
		const columns = c.req.query('columns');
		if (!columns || c.req.header('prefer')?.includes('missing=default')) return c.var.lite();
		const names = columns.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
		const rows = await c.req.json<unknown>();
		if (!Array.isArray(rows)) return c.var.lite({ json: rows });
		const blank = Object.fromEntries(names.map((name) => [name, null]));
		return c.var.lite({ json: rows.map((row: Row) => ({ ...blank, ...row })) });
	});
}
