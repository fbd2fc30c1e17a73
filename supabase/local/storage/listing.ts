import type { ApiContext } from '../api/context.ts';

interface Entry {
	name: string;
	id: string | null;
}

interface ListRequest {
	prefix?: string;
	search?: string;
	limit?: number;
	offset?: number;
}

/**
 * Lists one folder as hosted Storage does: names relative to the prefix, and each folder below it
 * once, with an id of null. lite knows keys only and answers with all of them.
 */
export async function listFolder(c: ApiContext, request: ListRequest): Promise<Response> {
	const prefix = request.prefix ? request.prefix.replace(/\/?$/, '/') : '';
	const { offset = 0, limit = 100 } = request;
	const url = new URL(c.req.url);
	url.pathname = `/storage/v1/object/list/${c.req.param('bucket')}`;
	const answer = await c.var.lite({ url, json: { ...request, prefix, limit: 100_000, offset: 0 } });
	return c.var.rewrite(answer, (entries: Entry[]) => {
		const children = new Map<string, Entry>();
		for (const entry of entries) {
			if (!entry.name.startsWith(prefix)) continue;
			const rest = entry.name.slice(prefix.length);
			const slash = rest.indexOf('/');
			const name = slash < 0 ? rest : rest.slice(0, slash);
			if (!children.has(name)) children.set(name, slash < 0 ? { ...entry, name } : folder(name));
		}
		return [...children.values()].slice(offset, offset + limit);
	});
}

function folder(name: string) {
	const nothing = { updated_at: null, created_at: null, last_accessed_at: null, metadata: null };
	return { name, id: null, ...nothing };
}
