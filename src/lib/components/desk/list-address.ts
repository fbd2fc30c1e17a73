interface View<F> {
	/** Which shelf of the list, where it has shelves. */
	state?: string | null;
	filter: F;
}

/**
 * The address of a view of a list: what it is narrowed to now, with a change. Places start anew.
 * @param path of the list
 */
export function listAddress<F extends object>(
	path: string,
	{ state = null, filter }: View<F>,
	change: Partial<
		Record<keyof F | 'state' | 'from' | 'until' | 'after' | 'before', string | null>
	> = {}
): string {
	const parts = Object.entries<unknown>({ state, ...filter, ...change }).filter(
		(part): part is [string, string] => typeof part[1] === 'string'
	);
	return parts.length > 0 ? `${path}?${new URLSearchParams(parts)}` : path;
}
