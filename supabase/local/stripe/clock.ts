import type { Store } from './store.ts';

/**
 * The time of the installation: the machine's, moved by what has been advanced so far. Customers on
 * a test clock live by that one instead; see `Engine.now`.
 */
export class Clock {
	private readonly store: Store;
	/** The machine's time in milliseconds. */
	readonly wall: () => number;
	private frozen: number | undefined;

	constructor(store: Store, wall: () => number) {
		this.store = store;
		this.wall = wall;
	}

	/** In seconds since 1970, as all of Stripe's moments. */
	now(): number {
		return this.frozen ?? Math.floor(this.wall() / 1000) + this.offset;
	}

	/** Whether something is just happening at a moment of the past. */
	get turning(): boolean {
		return this.frozen !== undefined;
	}

	/** Lets something happen at a moment between the last one and now. */
	at(moment: number, happen: () => void): void {
		this.frozen = moment;
		try {
			happen();
		} finally {
			this.frozen = undefined;
		}
	}

	/** Puts the time forward. What falls due on the way is the caller's to run. */
	moveTo(moment: number): void {
		const offset = moment - Math.floor(this.wall() / 1000);
		this.store.put('counters', { id: 'clock_offset', value: offset });
	}

	private get offset(): number {
		return this.store.get('counters', 'clock_offset')?.value ?? 0;
	}
}

export const HOUR = 3600;
export const DAY = 24 * HOUR;

/** An interval of a price. */
export interface Interval {
	interval: string;
	interval_count: number;
}

/**
 * The moment `n` intervals after an anchor. A month without the anchor's day ends with its last one
 * (31 January, 28 February, 31 March), as in https://docs.stripe.com/billing/subscriptions/billing-cycle.
 */
export function after(anchor: number, { interval, interval_count }: Interval, n: number): number {
	const steps = n * interval_count;
	if (interval === 'day') return anchor + steps * DAY;
	if (interval === 'week') return anchor + steps * 7 * DAY;
	const date = new Date(anchor * 1000);
	const day = date.getUTCDate();
	date.setUTCDate(1);
	date.setUTCMonth(date.getUTCMonth() + steps * (interval === 'year' ? 12 : 1));
	const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
	date.setUTCDate(Math.min(day, last));
	return date.getTime() / 1000;
}

/** The end of the period that begins at a moment, in the rhythm of the anchor. */
export function periodEnd(anchor: number, start: number, interval: Interval): number {
	let n = 1;
	while (after(anchor, interval, n) <= start) n++;
	return after(anchor, interval, n);
}
