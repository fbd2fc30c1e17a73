import { scaleBand, scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

/*
 * Where things stand in a chart, in percent of the plot: 0 is its left and top edge, 100 its right and
 * bottom one. The drawing is stretched to the plot, the words are HTML at the same places.
 */

export interface Axis {
	/** Values with a line across the plot, rising. */
	ticks: number[];
	/** Where a value stands, from the top. */
	place: (value: number) => number;
}

/**
 * An axis from nothing to the greatest value, or from the least where some are below nothing, with two
 * or three lines at round values.
 * @param whole whether there are no halves of what is counted
 */
export function axisOf(values: readonly number[], { whole = false } = {}): Axis {
	const least = Math.min(0, ...values);
	const most = Math.max(0, ...values);
	if (least === most) return { ticks: [0], place: () => 100 };
	const scale = scaleLinear()
		.domain([least * MARGIN, most * MARGIN])
		.range([100, 0]);
	const ticks = scale.ticks(STEPS).filter((tick) => !whole || Number.isInteger(tick));
	return { ticks, place: (value) => rounded(scale(value)) };
}

/** A little air beyond the outermost values. */
const MARGIN = 1.05;
const STEPS = 2;

/** Where the n-th of so many points stands, from the left; a single one stands at the right. */
export function across(n: number, count: number): number {
	return count === 1 ? 100 : rounded((100 * n) / (count - 1));
}

/** The path of a line through values, evenly apart. */
export function linePath(values: readonly number[], axis: Axis): string {
	const draw = line<number>(
		(_, n) => across(n, values.length),
		(value) => axis.place(value)
	).digits(2);
	return draw(values) ?? '';
}

export interface Bar {
	left: number;
	width: number;
	top: number;
	height: number;
}

/** Fewer bars than this do not spread over the whole plot. */
const SLOTS_LEAST = 6;

/** Bars that stand on nothing, or hang from it; the last one ends at the right edge. */
export function barsOf(values: readonly number[], axis: Axis): Bar[] {
	const slots = Math.max(values.length, SLOTS_LEAST);
	const scale = scaleBand<number>()
		.domain(Array.from({ length: slots }, (_, n) => n))
		.range([0, 100])
		.paddingInner(0.28);
	const nothing = axis.place(0);
	return values.map((value, n) => {
		const end = axis.place(value);
		return {
			left: rounded(scale(n + slots - values.length) ?? 0),
			width: rounded(scale.bandwidth()),
			top: Math.min(end, nothing),
			height: rounded(Math.abs(end - nothing))
		};
	});
}

/** Which of so many labels are shown: the first, the last, and some at equal steps between them. */
export function labelled(count: number, most: number): number[] {
	if (count <= 1) return count === 1 ? [0] : [];
	const step = Math.ceil((count - 1) / (most - 1));
	const shown = [];
	for (let n = 0; n < count; n += step) shown.push(n);
	const last = shown.at(-1) ?? 0;
	// One too near to the last gives way to it.
	if (last !== count - 1) {
		if (shown.length > 1 && count - 1 - last < step * 0.75) shown.pop();
		shown.push(count - 1);
	}
	return shown;
}

/** Moves labels apart that would stand on each other, as little as can be and in their order. */
export function spread(places: readonly number[], gap: number): number[] {
	const order = places.map((place, n) => ({ place, n })).sort((a, b) => a.place - b.place);
	for (let at = 1; at < order.length; at += 1) {
		const [before, here] = [order[at - 1], order[at]];
		if (before && here) here.place = Math.max(here.place, before.place + gap);
	}
	// What was pushed over the lower edge comes back up, and pushes those above it.
	let limit = Math.max(100, ...places);
	for (const one of order.toReversed()) {
		one.place = Math.min(one.place, limit);
		limit = one.place - gap;
	}
	return order.sort((a, b) => a.n - b.n).map(({ place }) => rounded(place));
}

function rounded(number: number): number {
	return Math.round(number * 100) / 100;
}
