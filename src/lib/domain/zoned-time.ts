import { readMoment } from './moments.ts';

/** Minutes a wall clock is ahead of UTC. */
type Offset = number;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What a wall clock of a time zone means. */
export type Resolved =
	/** The one moment it shows this. */
	| { kind: 'once'; moment: Date; offset: Offset }
	/**
	 * Clocks go forward over it and never show it. The moment is as long after the change as the time
	 * was after it: 01:30 becomes 02:30.
	 */
	| { kind: 'skipped'; moment: Date; offset: Offset; shown: string }
	/** Clocks go back and show it twice. */
	| { kind: 'doubled'; first: Date; second: Date; offsets: [first: Offset, second: Offset] };

/**
 * When a clock on the wall of a time zone shows a time. Node has no Temporal yet, so the offsets come
 * from Intl, which every browser has too. Here and below, a zone this machine does not know counts as UTC.
 * @param wall `2026-03-29T01:30`, with no zone
 * @returns null when there is no such day or minute in any calendar, or none that `readMoment` takes
 */
export function resolveWallTime(wall: string, timeZone: string): Resolved | null {
	const asUtc = readWall(wall);
	if (asUtc === null || readMoment(new Date(asUtc)) === null) return null;
	// A day away no change of clocks can be the one in question; both sides of it are known then.
	const [before, after] = [offsetAt(asUtc - DAY, timeZone), offsetAt(asUtc + DAY, timeZone)];
	const hits = [...new Set([before, after])]
		.map((offset) => ({ offset, at: asUtc - offset * MINUTE }))
		.filter(({ offset, at }) => offsetAt(at, timeZone) === offset)
		.sort((a, b) => a.at - b.at);
	const [first, second] = hits;
	if (first && second) {
		return {
			kind: 'doubled',
			first: new Date(first.at),
			second: new Date(second.at),
			offsets: [first.offset, second.offset]
		};
	}
	if (first) return { kind: 'once', moment: new Date(first.at), offset: first.offset };
	// Read with the offset of before, it falls after the change by as much as the clocks jumped.
	const moment = new Date(asUtc - before * MINUTE);
	return {
		kind: 'skipped',
		moment,
		offset: offsetAt(moment.getTime(), timeZone),
		shown: wallTimeOf(moment, timeZone)
	};
}

/**
 * When a day begins on the clock of a time zone, at the first of two midnights and after one that is skipped.
 * @param day `2026-03-29`
 */
export function startOfDay(day: string, timeZone: string): Date {
	const resolved = resolveWallTime(`${day}T00:00`, timeZone);
	if (resolved?.kind === 'doubled') return resolved.first;
	return resolved?.moment ?? new Date(`${day}T00:00:00Z`);
}

/** When a day ends on the clock of a time zone, which is where the next one begins. */
export function endOfDay(day: string, timeZone: string): Date {
	const next = new Date(`${day}T00:00:00Z`);
	next.setUTCDate(next.getUTCDate() + 1);
	return startOfDay(next.toISOString().slice(0, 10), timeZone);
}

/**
 * What the clock of a time zone shows at a moment: `2026-11-14T06:40`, as inputs want it. Empty for a
 * moment that cannot be read.
 */
export function wallTimeOf(moment: Date, timeZone: string): string {
	if (readMoment(moment) === null) return '';
	const shifted = new Date(moment.getTime() + offsetAt(moment.getTime(), timeZone) * MINUTE);
	return shifted.toISOString().slice(0, 16);
}

/** `UTC+5:45`, `UTC−3`, `UTC`. */
export function offsetWords(offset: Offset): string {
	if (offset === 0) return 'UTC';
	const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
	const sign = offset < 0 ? '−' : '+';
	return `UTC${sign}${hours}${minutes > 0 ? `:${String(minutes).padStart(2, '0')}` : ''}`;
}

/** Minutes the clocks of a time zone are ahead of UTC at a moment. */
export function offsetAt(moment: number | Date, timeZone: string): Offset {
	const time = Math.floor(Number(moment) / MINUTE) * MINUTE;
	const parts: Record<string, number> = {};
	for (const { type, value } of formatter(timeZone).formatToParts(time)) {
		if (type !== 'literal') parts[type] = Number(value);
	}
	const { year = 1970, month = 1, day = 1, hour = 0, minute = 0 } = parts;
	return Math.round((utc(year, month, day, hour, minute) - time) / MINUTE);
}

function readWall(wall: string): number | null {
	const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)$/.exec(wall);
	if (!match) return null;
	const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number);
	if (year < 1) return null;
	const time = utc(year, month, day, hour, minute);
	// A 30th of February becomes another day, which shows.
	return new Date(time).toISOString().slice(0, 16) === wall ? time : null;
}

/** `Date.UTC` takes the years before 100 for years of the last century. */
function utc(year: number, month: number, day: number, hour: number, minute: number): number {
	const date = new Date(0);
	date.setUTCFullYear(year, month - 1, day);
	date.setUTCHours(hour, minute);
	return date.getTime();
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
	let known = formatters.get(timeZone);
	if (known === undefined) {
		known = make(timeZone);
		formatters.set(timeZone, known);
	}
	return known;
}

function make(timeZone: string): Intl.DateTimeFormat {
	const options: Intl.DateTimeFormatOptions = {
		calendar: 'gregory',
		numberingSystem: 'latn',
		hourCycle: 'h23',
		...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' }
	};
	try {
		return new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
	} catch {
		return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
	}
}
