import type { RateLimiter } from '../rate-limiter.ts';

/** Lets a request in: either its place, which must be given back, or the seconds to wait. */
export type Entry = { leave: () => void } | { wait: number };

export interface GateLimits {
	/** Requests of one network that are answered at once. */
	atOnce: number;
	/** Requests of one network that wait for a place. */
	waiting: number;
	/** Counts all requests of a network. */
	rate: RateLimiter;
}

interface Line {
	inside: number;
	waiting: (() => void)[];
}

/**
 * Keeps one network from taking the whole server: it has a few places, and its further requests wait
 * for them while those of others go on.
 * @returns a function that takes the name of a network and resolves when a request of it may go on
 */
export function createGate({ atOnce, waiting, rate }: GateLimits) {
	// Only networks with a request under way are in here.
	const lines = new Map<string, Line>();

	function leave(network: string, line: Line): void {
		const next = line.waiting.shift();
		// The place goes straight to the next in line.
		if (next) return next();
		line.inside -= 1;
		if (line.inside === 0) lines.delete(network);
	}

	return async (network: string): Promise<Entry> => {
		const wait = await rate(network);
		if (wait > 0) return { wait };
		const line = lines.get(network) ?? { inside: 0, waiting: [] };
		lines.set(network, line);
		if (line.inside < atOnce) line.inside += 1;
		else if (line.waiting.length >= waiting) return { wait: 1 };
		else await new Promise<void>((resolve) => line.waiting.push(resolve));
		let left = false;
		return {
			leave() {
				if (!left) leave(network, line);
				left = true;
			}
		};
	};
}
