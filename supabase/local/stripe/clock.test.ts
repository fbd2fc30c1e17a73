import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { after, periodEnd } from './clock.ts';

const day = (text: string) => Date.parse(`${text}T12:34:56Z`) / 1000;
const month = { interval: 'month', interval_count: 1 };

describe('periods', () => {
	test.for([
		['2026-01-31', 1, '2026-02-28'],
		['2026-01-31', 2, '2026-03-31'],
		['2026-01-31', 3, '2026-04-30'],
		['2028-01-31', 1, '2028-02-29'],
		['2026-12-15', 1, '2027-01-15']
	] as const)('%s and %i months is %s', ([from, count, to]) => {
		expect(after(day(from), month, count)).toBe(day(to));
	});

	test.for([
		['day', 3, '2026-03-04'],
		['week', 2, '2026-03-15'],
		['month', 3, '2026-06-01'],
		['year', 1, '2027-03-01']
	] as const)('one period of %s × %i from 1 March ends on %s', ([interval, interval_count, to]) => {
		expect(after(day('2026-03-01'), { interval, interval_count }, 1)).toBe(day(to));
	});

	test('a leap day comes back in four years', () => {
		const year = { interval: 'year', interval_count: 1 };
		expect(after(day('2028-02-29'), year, 1)).toBe(day('2029-02-28'));
		expect(after(day('2028-02-29'), year, 4)).toBe(day('2032-02-29'));
	});

	test('periods follow each other without gap or overlap, in the rhythm of the anchor', () => {
		const moments = fc.integer({ min: day('2020-01-01'), max: day('2035-12-31') });
		const intervals = fc.record({
			interval: fc.constantFrom('day', 'week', 'month', 'year'),
			interval_count: fc.integer({ min: 1, max: 3 })
		});
		fc.assert(
			fc.property(moments, intervals, (anchor, interval) => {
				let start = anchor;
				for (let n = 1; n <= 12; n++) {
					const end = periodEnd(anchor, start, interval);
					expect(end).toBe(after(anchor, interval, n));
					expect(end).toBeGreaterThan(start);
					start = end;
				}
			})
		);
	});
});
