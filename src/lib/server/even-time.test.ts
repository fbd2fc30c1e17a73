import { describe, expect, it } from 'vitest';
import { evenTime, type Clock } from './even-time.ts';

function handClock(): Clock & { time: number } {
	return {
		time: 0,
		now() {
			return this.time;
		},
		async sleep(milliseconds) {
			this.time += milliseconds;
		}
	};
}

describe('evenTime', () => {
	it.each([
		[0, 800],
		[3, 800],
		[799, 800],
		[800, 800],
		[801, 1600]
	])('work of %i ms answers after %i', async (work, answer) => {
		const clock = handClock();
		const result = await evenTime(async () => {
			clock.time += work;
			return 'done';
		}, clock);
		expect([result, clock.time]).toEqual(['done', answer]);
	});

	it('takes as long when the work fails', async () => {
		const clock = handClock();
		const failing = evenTime(async () => {
			clock.time += 5;
			throw new Error('no');
		}, clock);
		await expect(failing).rejects.toThrow('no');
		expect(clock.time).toBe(800);
	});
});
