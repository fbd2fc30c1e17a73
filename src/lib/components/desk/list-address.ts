import type { PostListData } from '$lib/server/post-list';

type Part = 'state' | 'tag' | 'author' | 'access' | 'q' | 'from' | 'until';

/** The address of a view of a list: what it is narrowed to now, with a change. Places start anew. */
export function listAddress(
	path: string,
	{ state, filter }: Pick<PostListData, 'state' | 'filter'>,
	change: Partial<Record<Part, string | null>> = {}
): string {
	const parts = Object.entries({ state, ...filter, ...change }).filter(
		(part): part is [string, string] => part[1] !== null && part[1] !== undefined
	);
	return parts.length > 0 ? `${path}?${new URLSearchParams(parts)}` : path;
}
