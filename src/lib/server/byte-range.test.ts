import { describe, expect, it } from 'vitest';
import { readRange } from './byte-range';

describe('a part of ten bytes', () => {
	it.each([
		['bytes=0-3', { first: 0, last: 3 }],
		['bytes=4-', { first: 4, last: 9 }],
		['bytes=9-9', { first: 9, last: 9 }],
		['bytes=2-99', { first: 2, last: 9 }],
		['bytes=-3', { first: 7, last: 9 }],
		['bytes=-99', { first: 0, last: 9 }],
		['bytes=10-', 'unsatisfiable'],
		['bytes=99-100', 'unsatisfiable'],
		['bytes=-0', 'unsatisfiable'],
		['bytes=5-2', null],
		['bytes=0-1,4-5', null],
		['bytes=-', null],
		['bytes=a-b', null],
		['lines=1-2', null],
		['', null],
		[null, null]
	])('%j is %j', (header, range) => {
		expect(readRange(header, 10)).toEqual(range);
	});
});
