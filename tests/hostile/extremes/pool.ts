/** As many requests as are under way at once. */
const WIDTH = 6;

/** Does the same for each item, several at a time, and gives the answers in their order. */
export async function pooled<T, R>(
	items: readonly T[],
	work: (item: T) => Promise<R>
): Promise<R[]> {
	const answers: R[] = [];
	const entries = items.entries();
	const worker = async () => {
		for (const [n, item] of entries) answers[n] = await work(item);
	};
	await Promise.all(Array.from({ length: WIDTH }, worker));
	return answers;
}
