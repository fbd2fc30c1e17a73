/** Without what was not given: an update leaves that as it is. */
export function given<T extends object>(params: T): Partial<T> {
	const kept: Partial<T> = { ...params };
	for (const key in kept) if (kept[key] === undefined) delete kept[key];
	return kept;
}
