/**
 * Asks once for everybody: calls with a key that is being asked about, or was within `ms`, share one
 * answer. A failure is not kept.
 * @param most keys that are remembered; beyond, all are forgotten, since keys come from visitors
 */
export function coalesce<T>(
	ask: (key: string) => Promise<T>,
	{ ms, most, now = Date.now }: { ms: number; most: number; now?: () => number }
): (key: string) => Promise<T> {
	const known = new Map<string, { until: number; answer: Promise<T> }>();
	return (key) => {
		const before = known.get(key);
		if (before && now() < before.until) return before.answer;
		if (known.size >= most) known.clear();
		const answer = ask(key);
		const entry = { until: now() + ms, answer };
		known.set(key, entry);
		answer.catch(() => {
			if (known.get(key) === entry) known.delete(key);
		});
		return answer;
	};
}
