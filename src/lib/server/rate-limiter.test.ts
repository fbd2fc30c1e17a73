import { afterEach, describe, expect, it, vi } from 'vitest';
import { createRateLimiter } from './rate-limiter.ts';

describe('createRateLimiter', () => {
	afterEach(() => void vi.useRealTimers());

	it('refuses after the tries are used, and tells how long', async () => {
		vi.useFakeTimers();
		const limit = createRateLimiter({ tries: 2, seconds: 60 });
		expect(await limit('203.0.113.7')).toBe(0);
		expect(await limit('203.0.113.7')).toBe(0);
		expect(await limit('203.0.113.7')).toBe(60);
		vi.advanceTimersByTime(60_000);
		expect(await limit('203.0.113.7')).toBe(0);
	});

	it('counts everybody apart', async () => {
		const limit = createRateLimiter({ tries: 1, seconds: 60 });
		await limit('203.0.113.7');
		expect(await limit('203.0.113.8')).toBe(0);
	});
});
