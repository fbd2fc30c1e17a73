import { performance } from 'node:perf_hooks';
import { LRUCache } from 'lru-cache';

export interface PlaceLimits {
	/** Requests that are answered at once, at most. Fewer while the server is busy. */
	most: number;
	/** Further ones, for those who used little. */
	kept: number;
	/** Little: so much of the server's time, 0 to 1. */
	little: number;
	/** Share of the time, 0 to 1, that the server may be busy before fewer requests are answered at once. */
	busy: number;
	/** The same while somebody who used little is being served. The rest is theirs. */
	busyWithOthers: number;
	/** Seconds after which a place goes to the next request, though its own is not answered yet. */
	seconds: number;
	/** Seconds in which two thirds of what was used are forgotten. */
	memory: number;
	/** Subjects whose use is remembered. */
	subjects: number;
}

/** What the time and the work of this process are read from. */
export interface Measures {
	/** The time in seconds, from any beginning. */
	now: () => number;
	/** The share of the time, 0 to 1, that the event loop was busy since the last call. */
	utilization: () => number;
}

interface Waiting {
	subjects: readonly string[];
	begin: () => void;
}

/** Requests that are answered at once, before the server was ever busy. */
const AT_FIRST = 4;
/** Seconds between two looks at how busy the server is. */
const BETWEEN_LOOKS = 0.1;
/** Seconds for which somebody who used little counts as being served. */
const OTHERS_SECONDS = 1;

/**
 * Shares the processor of one web server. It answers a few requests at once: as many as keep it busy, as
 * Node runs one thread and more would only make each of them slower. When more come, the next place goes
 * to the one whose subjects, such as its network and its publication, had places for the shortest time
 * lately. A subject that used little and has no request under way does not wait at all. So clients that
 * send many requests wait for each other, and the others do not wait for them.
 *
 * @returns a function that takes the subjects of a request and resolves when the request may begin, with
 * the function that gives its place back
 */
export function createPlaces(
	limits: PlaceLimits,
	{ now, utilization }: Measures = { now: seconds, utilization: eventLoopUtilization() }
) {
	const used = new LRUCache<string, { seconds: number; at: number }>({ max: limits.subjects });
	/** How many requests of a subject are under way. */
	const underWay = new Map<string, number>();
	const waiting: Waiting[] = [];
	let taken = 0;
	/** What one request got of the server so far, in seconds, if it had been there from the beginning. */
	let shared = 0;
	let counted = now();
	let atOnce = Math.min(AT_FIRST, limits.most);
	let looked = now();
	let othersSeen = -Infinity;

	/** To be called before `taken` changes: requests that are answered at once share the time. */
	function count(): void {
		if (taken > 0) shared += (now() - counted) / taken;
		counted = now();
	}

	/** Seconds of the server that a subject had; older ones count less. */
	function usedBy(subject: string): number {
		const use = used.get(subject);
		return use ? use.seconds * Math.exp((use.at - now()) / limits.memory) : 0;
	}

	/** A subject that has the server to itself all the time reaches `memory` seconds. */
	function usedLittle({ subjects }: Waiting): boolean {
		return subjects.every((subject) => usedBy(subject) < limits.little * limits.memory);
	}

	function isAlone({ subjects }: Waiting): boolean {
		return !subjects.some((subject) => underWay.has(subject));
	}

	function next(): Waiting | undefined {
		if (taken < atOnce) return leastUsed(waiting, usedBy);
		if (taken >= atOnce + limits.kept) return undefined;
		return leastUsed(
			waiting.filter((request) => isAlone(request) && usedLittle(request)),
			usedBy
		);
	}

	function admit(): void {
		look();
		for (let request = next(); request; request = next()) {
			waiting.splice(waiting.indexOf(request), 1);
			if (taken > 0 && usedLittle(request)) othersSeen = now();
			request.begin();
		}
	}

	/** Answers more at once when that keeps nobody waiting for the processor, and fewer when it does. */
	function look(): void {
		if (now() - looked < BETWEEN_LOOKS) return;
		looked = now();
		const busy = utilization();
		const withOthers = now() - othersSeen < OTHERS_SECONDS;
		if (busy < (withOthers ? limits.busyWithOthers : limits.busy)) {
			if (waiting.length > 0) atOnce = Math.min(atOnce + 1, limits.most);
		} else {
			atOnce = Math.max(Math.floor(atOnce / 2), 1);
		}
	}

	/** Takes a place, and returns what gives it back. */
	function take(subjects: readonly string[]): () => void {
		count();
		const before = shared;
		taken += 1;
		for (const subject of subjects) underWay.set(subject, (underWay.get(subject) ?? 0) + 1);
		let left = false;
		function leave() {
			if (left) return;
			left = true;
			clearTimeout(timer);
			count();
			taken -= 1;
			for (const subject of subjects) {
				used.set(subject, { seconds: usedBy(subject) + shared - before, at: now() });
				const others = (underWay.get(subject) ?? 1) - 1;
				if (others > 0) underWay.set(subject, others);
				else underWay.delete(subject);
			}
			admit();
		}
		// Such a request waits for its client or for another server, not for this processor.
		const timer = setTimeout(leave, limits.seconds * 1000).unref();
		return leave;
	}

	return (subjects: readonly string[]): Promise<() => void> =>
		new Promise((resolve) => {
			waiting.push({ subjects, begin: () => resolve(take(subjects)) });
			admit();
		});
}

/** The request whose subjects used least together; the first of several. */
function leastUsed(
	requests: readonly Waiting[],
	usedBy: (subject: string) => number
): Waiting | undefined {
	let found: Waiting | undefined;
	let least = Infinity;
	for (const request of requests) {
		const use = request.subjects.reduce((sum, subject) => sum + usedBy(subject), 0);
		if (use < least) [found, least] = [request, use];
	}
	return found;
}

function seconds(): number {
	return performance.now() / 1000;
}

function eventLoopUtilization(): () => number {
	let last = performance.eventLoopUtilization();
	return () => {
		const before = last;
		last = performance.eventLoopUtilization();
		return performance.eventLoopUtilization(last, before).utilization;
	};
}
