import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { across, axisOf, barsOf, labelled, linePath, spread } from './geometry.ts';

describe('axisOf', () => {
	it.each([
		[
			[0, 338],
			[0, 200]
		],
		[
			[1200, 87_550],
			[0, 50_000]
		],
		[
			[-700, 2500],
			[0, 2000]
		],
		[[0, 0], [0]],
		[[], [0]]
	])('of %j has its lines at %j', (values, ticks) => {
		expect(axisOf(values).ticks).toEqual(ticks);
	});

	it('has no half of what is whole', () => {
		expect(axisOf([0, 1], { whole: true }).ticks).toEqual([0, 1]);
	});

	it('has room for every value, nothing among them, and few lines', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 })), (values) => {
				const { ticks, place } = axisOf(values);
				for (const value of [0, ...values, ...ticks]) {
					expect(place(value)).toBeGreaterThanOrEqual(0);
					expect(place(value)).toBeLessThanOrEqual(100);
				}
				expect(ticks.length).toBeGreaterThan(0);
				expect(ticks.length).toBeLessThan(6);
			})
		);
	});
});

describe('linePath', () => {
	it('goes from edge to edge', () => {
		const axis = axisOf([0, 200, 400]);
		expect(linePath([0, 200, 400], axis)).toBe('M0,100L50,52.38L100,4.76');
	});

	it('of one month is a point at the right, of none nothing', () => {
		expect(linePath([4], axisOf([4]))).toBe('M100,4.76Z');
		expect(linePath([], axisOf([]))).toBe('');
		expect(across(0, 1)).toBe(100);
	});
});

describe('barsOf', () => {
	it('stand on nothing, hang from it, and end at the right', () => {
		const values = [200, -200, 0, 100, 100, 100];
		const bars = barsOf(values, axisOf(values));
		expect(bars.map(({ top, height }) => [top, height])).toEqual([
			[2.38, 47.62],
			[50, 47.62],
			[50, 0],
			[26.19, 23.81],
			[26.19, 23.81],
			[26.19, 23.81]
		]);
		const last = bars.at(-1);
		expect((last?.left ?? 0) + (last?.width ?? 0)).toBeCloseTo(100, 1);
	});

	it('are no walls where there are few', () => {
		const [bar] = barsOf([5], axisOf([5]));
		expect(bar?.width).toBeLessThan(20);
		expect((bar?.left ?? 0) + (bar?.width ?? 0)).toBeCloseTo(100, 1);
	});
});

describe('labelled', () => {
	it.each([
		[12, 4, [0, 4, 8, 11]],
		[24, 4, [0, 8, 16, 23]],
		[2, 4, [0, 1]],
		[1, 4, [0]],
		[0, 4, []]
	])('of %i shows at most %i: %j', (count, most, shown) => {
		expect(labelled(count, most)).toEqual(shown);
	});

	it('always has the first and the last, and not too many', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 2, max: 300 }),
				fc.integer({ min: 2, max: 8 }),
				(count, most) => {
					const shown = labelled(count, most);
					expect([shown[0], shown.at(-1)]).toEqual([0, count - 1]);
					expect(new Set(shown).size).toBe(shown.length);
					expect(shown.length).toBeLessThanOrEqual(most + 1);
				}
			)
		);
	});
});

describe('spread', () => {
	it('leaves alone what stands apart', () => {
		expect(spread([10, 80], 8)).toEqual([10, 80]);
	});

	it('moves apart, in order, and back from the edge', () => {
		expect(spread([50, 50], 8)).toEqual([50, 58]);
		expect(spread([98, 97], 8)).toEqual([100, 92]);
	});
});
