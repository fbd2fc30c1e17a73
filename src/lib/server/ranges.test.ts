import { expect, it } from 'vitest';
import { readRange } from './ranges.ts';

it.each([
	['bytes=0-99', { start: 0, end: 99 }],
	['bytes=0-', { start: 0, end: 999 }],
	['bytes=990-2000', { start: 990, end: 999 }],
	['bytes=-10', { start: 990, end: 999 }],
	['bytes=-5000', { start: 0, end: 999 }],
	['bytes=1000-', 'unsatisfiable'],
	['bytes=-0', 'unsatisfiable'],
	['bytes=9-3', null],
	['bytes=0-1,5-6', null],
	['bytes=-', null],
	['lines=1-2', null],
	[null, null]
])('%s of 1000 bytes', (header, range) => {
	expect(readRange(header, 1000)).toEqual(range);
});
