// As `private.limit_moments` in Postgres has it: a day away from the years 1 and 9999, so that a clock in
// any time zone shows a year of four digits.
const FIRST = Date.parse('0001-01-02T00:00:00Z');
const END = Date.parse('9999-12-31T00:00:00Z');

// What PostgREST writes of moments and days. Postgres takes an offset of less than 16 hours.
const iso = /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-](0\d|1[0-5])(:?[0-5]\d)?))?$/;

/**
 * A moment from the database or from a visitor. Never throws.
 * @returns null for what is none that Postgres and JavaScript both can hold: `infinity`, years before 1
 * or after 9999, an impossible day, an offset of a day
 */
export function readMoment(moment: string | Date | null | undefined): Date | null {
	if (moment === null || moment === undefined) return null;
	if (typeof moment === 'string' && !iso.test(moment)) return null;
	const date = new Date(moment);
	const time = date.getTime();
	return time >= FIRST && time < END ? date : null;
}

/** Whether a text is a day of a calendar, `2026-11-14`, that a filter of moments can use. */
export function isDay(day: string): boolean {
	// Some days away from the last one, since the end of a day is a moment of the next. A 30th of February
	// becomes another day, which shows.
	return day < '9999-12-28' && readMoment(day)?.toISOString().slice(0, 10) === day;
}
