import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPlaces } from './places.ts';

const limits = {
	...{ most: 6, kept: 2, little: 0.33, busy: 0.85, busyWithOthers: 0.5 },
	...{ seconds: 1, memory: 3, subjects: 100 }
};

/** How busy the server is said to be. */
let busy: number;

beforeEach(() => {
	busy = 1;
	vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

function open(changes: Partial<typeof limits> = {}) {
	const enter = createPlaces(
		{ ...limits, ...changes },
		{ now: () => Date.now() / 1000, utilization: () => busy }
	);
	const inside: { name: string; leave: () => void }[] = [];
	return {
		names: () => inside.map(({ name }) => name),
		/** A request comes; the last of its subjects is its name here. */
		async come(...subjects: string[]) {
			void enter(subjects).then((leave) => inside.push({ name: subjects.at(-1) ?? '', leave }));
			await vi.advanceTimersByTimeAsync(0);
		},
		/** So many seconds later the oldest request that has a place is answered. */
		async answer(after = 0.11) {
			await vi.advanceTimersByTimeAsync(after * 1000);
			inside.shift()?.leave();
			await vi.advanceTimersByTimeAsync(0);
		}
	};
}

/** Places after a server was busy for a while with one publication that everybody reads. */
async function crowded(changes?: Partial<typeof limits>) {
	const places = open(changes);
	for (let n = 0; n < 40; n += 1) await places.come('crowded', `crowd ${n}`);
	for (let n = 0; n < 20; n += 1) await places.answer();
	return places;
}

describe('the places of a server', () => {
	it('are few while it is busy', async () => {
		const places = await crowded();
		expect(places.names()).toHaveLength(1);
	});

	it('are more while it waits for others, and no more than the most', async () => {
		const places = await crowded();
		busy = 0.6;
		for (let n = 0; n < 4; n += 1) await places.answer();
		expect(places.names()).toHaveLength(5);
		for (let n = 0; n < 4; n += 1) await places.answer();
		expect(places.names()).toHaveLength(6);
	});

	it('leave more of the server to others while there are any', async () => {
		const places = await crowded();
		busy = 0.6;
		for (let n = 0; n < 8; n += 1) {
			await places.come('quiet', `reader ${n}`);
			await places.answer();
			await places.answer();
		}
		expect(places.names().filter((name) => name.startsWith('crowd'))).toHaveLength(1);
	});

	it('have no line for somebody who used little', async () => {
		const places = await crowded();
		await places.come('quiet', 'reader');
		expect(places.names()).toEqual([expect.stringContaining('crowd'), 'reader']);
	});

	it('keep a few for those, one for each of them', async () => {
		const places = await crowded();
		await places.come('quiet', 'reader');
		await places.come('quiet', 'reader');
		await places.come('quiet', 'another reader');
		await places.come('calm', 'reader of calm');
		await places.come('still', 'reader of still');
		expect(places.names().slice(1)).toEqual(['reader', 'reader of calm']);
	});

	it('go to the request whose subjects used them least', async () => {
		const places = await crowded({ kept: 0 });
		await places.come('crowded', 'greedy');
		await places.come('quiet', 'greedy');
		await places.come('quiet', 'reader');
		await places.answer();
		expect(places.names()).toEqual(['greedy']);
		await places.come('quiet', 'greedy');
		await places.answer(0.5);
		expect(places.names()).toEqual(['reader']);
	});

	it('forget what was used', async () => {
		const places = await crowded({ kept: 0 });
		for (let n = 0; n < 20; n += 1) await places.answer();
		expect(places.names()).toEqual([]);
		await vi.advanceTimersByTimeAsync(60_000);
		// The place is taken while two wait for it.
		await places.come('quiet', 'somebody');
		await places.come('quiet', 'reader of quiet');
		await places.come('crowded', 'reader of crowded');
		await places.answer(1);
		expect(places.names()).toContain('reader of crowded');
	});

	it('go on after a second when a client is slow', async () => {
		const places = await crowded();
		const before = places.names();
		await vi.advanceTimersByTimeAsync(1000);
		expect(places.names().slice(0, -1)).toEqual(before);
	});

	it('are given back once', async () => {
		const enter = createPlaces(
			{ ...limits, most: 1, kept: 0 },
			{ now: () => 0, utilization: () => 1 }
		);
		const leave = await enter(['a']);
		leave();
		leave();
		await enter(['b']);
		let third = false;
		void enter(['c']).then(() => (third = true));
		await vi.advanceTimersByTimeAsync(0);
		expect(third).toBe(false);
	});
});
