import { describe, expect, it } from 'vitest';
import { createGate, type Entry } from './gate.ts';

const free = async () => 0;
const leave = (entry: Entry) => 'leave' in entry && entry.leave();

/** Enters, and notes the name once it is inside. */
function come(enter: (network: string) => Promise<Entry>, network: string, inside: string[]) {
	return enter(network).then((entry) => {
		if ('leave' in entry) inside.push(network);
		return entry;
	});
}

/** Lets everything happen that waits for nothing else. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the gate', () => {
	it('lets one network wait for its own requests, and not another', async () => {
		const enter = createGate({ atOnce: 2, waiting: 10, rate: free });
		const inside: string[] = [];
		const first = come(enter, 'greedy', inside);
		for (let n = 0; n < 4; n += 1) void come(enter, 'greedy', inside);
		void come(enter, 'reader', inside);
		await settle();
		expect(inside).toEqual(['greedy', 'greedy', 'reader']);
		leave(await first);
		leave(await first);
		await settle();
		expect(inside.filter((name) => name === 'greedy')).toHaveLength(3);
	});

	it('refuses what would make the line too long', async () => {
		const enter = createGate({ atOnce: 1, waiting: 1, rate: free });
		await enter('greedy');
		void enter('greedy');
		expect(await enter('greedy')).toEqual({ wait: 1 });
		expect(await enter('reader')).toHaveProperty('leave');
	});

	it('refuses a network that used up its tries, and tells how long', async () => {
		const enter = createGate({ atOnce: 1, waiting: 1, rate: async () => 7 });
		expect(await enter('greedy')).toEqual({ wait: 7 });
	});

	it('is free again for a network that had left', async () => {
		const enter = createGate({ atOnce: 1, waiting: 0, rate: free });
		for (let n = 0; n < 3; n += 1) {
			const entry = await enter('reader');
			expect(entry).toHaveProperty('leave');
			leave(entry);
		}
	});
});
