import { describe, expect, it } from 'vitest';
import { isMatch } from './etags';

describe('a tag', () => {
	it.each([
		['W/"a"', true],
		['"a"', true],
		['"b", W/"a" , "c"', true],
		['*', false],
		['"ab"', false],
		['W/"b"', false],
		['', false],
		[null, false]
	])('is in %j: %s', (header, found) => {
		expect(isMatch(header, 'W/"a"')).toBe(found);
	});
});
