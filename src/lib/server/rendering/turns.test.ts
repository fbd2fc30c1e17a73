import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

function all(turns: Turns<string>): string[] {
	return Array.from({ length: turns.size }, () => turns.next() ?? '');
}

describe('turns', () => {
	it('serve the owners in turn, and each of them in order', () => {
		const turns = new Turns<string>();
		for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'b2']) turns.add(item.charAt(0), item);
		expect(all(turns)).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3']);
		expect(turns.next()).toBeUndefined();
	});

	it('let somebody who comes later wait for one of each other owner only', () => {
		const turns = new Turns<string>();
		for (let n = 0; n < 50; n += 1) turns.add('a', `a${n}`);
		expect(turns.next()).toBe('a0');
		turns.add('b', 'b0');
		expect([turns.next(), turns.next(), turns.next()]).toEqual(['a1', 'b0', 'a2']);
		expect(turns.size).toBe(47);
	});
});
