import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDate, isoDate } from './dates.ts';
import { isDay, readMoment } from './moments.ts';
import { endOfDay, offsetAt, resolveWallTime, startOfDay, wallTimeOf } from './zoned-time.ts';

const unreadable = [
	...['infinity', '-infinity', '0044-03-15T12:00:00+00:00 BC', '10000-01-01T00:00:00+00:00'],
	...['294276-12-31T23:59:59.999999+00:00', '0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
	...['9999-12-31T00:00:00Z', '2026-11-14T06:40:00+23:59', '2026-13-01T00:00:00Z', 'today', '']
];

describe('a moment', () => {
	it.each([
		'2026-11-14T06:40:00+00:00',
		'2026-11-14 06:40:00.123456+00',
		'2026-11-14T06:40:00-15:59',
		'2026-11-14',
		'0001-01-02T00:00:00Z',
		'9999-12-30T23:59:59.999Z'
	])('%s can be read', (text) => {
		expect(readMoment(text)).toEqual(new Date(text));
	});

	it.each(unreadable)('%j cannot, and shows nothing', (text) => {
		expect(readMoment(text)).toBeNull();
		expect(isoDate(text)).toBeNull();
		expect(formatDate(text, { language: 'en', timeZone: 'Etc/UTC' })).toBe('');
	});

	it.each([NaN, 8e15, -8e15])('of %d milliseconds is on no clock', (time) => {
		expect(wallTimeOf(new Date(time), 'Etc/UTC')).toBe('');
	});

	it('that can be read has a year of four digits on every clock', () => {
		for (const zone of ['Pacific/Kiritimati', 'Pacific/Niue', 'America/Juneau', 'Asia/Manila']) {
			for (const text of ['0001-01-02T00:00:00Z', '9999-12-30T23:59:59.999Z']) {
				expect(wallTimeOf(new Date(text), zone)).toMatch(/^(0001|9999)-\d\d-\d\dT\d\d:\d\d$/);
			}
		}
	});
});

it.each(['Factory', 'posixrules', 'Mars/Olympus', ''])(
	'a zone such as %j counts as UTC',
	(zone) => {
		const moment = new Date('2026-07-14T06:40:00Z');
		expect(offsetAt(moment, zone)).toBe(0);
		expect(wallTimeOf(moment, zone)).toBe('2026-07-14T06:40');
		expect(resolveWallTime('2026-07-14T06:40', zone)).toMatchObject({ kind: 'once', moment });
		expect(startOfDay('2026-07-14', zone)).toEqual(new Date('2026-07-14T00:00:00Z'));
	}
);

it('a day has an end that can be read', () => {
	const days = fc.date({ min: new Date(-1e15), max: new Date(8e15), noInvalidDate: true });
	fc.assert(
		fc.property(
			days,
			fc.constantFrom('Pacific/Kiritimati', 'Pacific/Niue', 'Factory'),
			(date, zone) => {
				const day = date.toISOString().slice(0, 10);
				if (!isDay(day)) return;
				expect(readMoment(endOfDay(day, zone))).not.toBeNull();
			}
		)
	);
	for (const day of ['0000-01-01', '9999-12-31', '2026-02-30', '+010000-01', '2026-1-1', '']) {
		expect(isDay(day)).toBe(false);
	}
});
