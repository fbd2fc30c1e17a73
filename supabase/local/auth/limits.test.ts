import { expect, test } from 'vitest';
import { AuthRefusal } from './errors.ts';
import { holdApart, tokenBucket } from './limits.ts';

test('a bucket is full at first, and is filled at an even rate up to its size', () => {
	let now = 0;
	const take = tokenBucket(3, 0.5, () => now);
	const many = () => Array.from({ length: 5 }, take);
	expect(many()).toEqual([true, true, true, false, false]);
	now = 1;
	expect(take()).toBe(false);
	now = 2;
	expect([take(), take()]).toEqual([true, false]);
	now = 1000;
	expect(many()).toEqual([true, true, true, false, false]);
});

test('a mail that comes too soon after the last one is refused, and says when it may come', () => {
	const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();
	expect(() => holdApart(60, null)).not.toThrow();
	expect(() => holdApart(60, ago(61))).not.toThrow();
	expect(() => holdApart(60, ago(30.5))).toThrow(AuthRefusal);
	expect(() => holdApart(60, ago(30.5))).toThrow('after 30 seconds');
});
