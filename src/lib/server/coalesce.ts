/**
 * Asks once for everybody: calls with a key that is being asked about, or was within `ms`, share one
 * answer. A failure is not kept. What the first call gives besides the key serves all who share.
 * @param most keys that are remembered; beyond, all are forgotten, since keys come from visitors
 */
export function coalesce<T, More extends unknown[] = []>(
	ask: (key: string, ...more: More) => Promise<T>,
	{ ms, most, now = Date.now }: { ms: number; most: number; now?: () => number }
): (key: string, ...more: More) => Promise<T> {
	const known = new Map<string, { until: number; answer: Promise<T> }>();
	return (key, ...more) => {
		const before = known.get(key);
		if (before && now() < before.until) return before.answer;
		if (known.size >= most) known.clear();
		const answer = ask(key, ...more);
		const entry = { until: now() + ms, answer };
		known.set(key, entry);
		answer.catch(() => {
			if (known.get(key) === entry) known.delete(key);
		});
		return answer;
	};
}
