import { describe, expect, it, vi } from 'vitest';
import { coalesce } from './coalesce';

function setUp(most = 10) {
	let time = 0;
	const ask = vi.fn(async (key: string) => `${key}@${time}`);
	const shared = coalesce(ask, { ms: 1000, most, now: () => time });
	return { ask, shared, pass: (ms: number) => void (time += ms) };
}

describe('a shared question', () => {
	it('is asked once by all who ask together', async () => {
		const { ask, shared } = setUp();
		const answers = await Promise.all([shared('a'), shared('a'), shared('b')]);
		expect(answers).toEqual(['a@0', 'a@0', 'b@0']);
		expect(ask).toHaveBeenCalledTimes(2);
	});

	it('is asked again once its time is over', async () => {
		const { shared, pass } = setUp();
		await shared('a');
		pass(999);
		expect(await shared('a')).toBe('a@0');
		pass(1);
		expect(await shared('a')).toBe('a@1000');
	});

	it('keeps no failure', async () => {
		const { ask, shared } = setUp();
		ask.mockRejectedValueOnce(new Error('away'));
		await expect(shared('a')).rejects.toThrow('away');
		expect(await shared('a')).toBe('a@0');
	});

	it('forgets rather than growing without end', async () => {
		const { ask, shared } = setUp(2);
		for (const key of ['a', 'b', 'c', 'a']) await shared(key);
		expect(ask).toHaveBeenCalledTimes(4);
	});
});
