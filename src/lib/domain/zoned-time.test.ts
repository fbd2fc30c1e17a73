import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
	endOfDay,
	offsetAt,
	offsetWords,
	resolveWallTime,
	startOfDay,
	wallTimeOf
} from './zoned-time.ts';

const zones = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];

describe('a time that a clock shows once', () => {
	it.each([
		['2026-11-14T06:40', 'Europe/London', '2026-11-14T06:40:00.000Z'],
		['2026-07-14T06:40', 'Europe/London', '2026-07-14T05:40:00.000Z'],
		['2026-12-31T23:30', 'America/New_York', '2027-01-01T04:30:00.000Z'],
		['2026-07-01T09:00', 'Australia/Lord_Howe', '2026-06-30T22:30:00.000Z'],
		['2026-01-01T09:00', 'Australia/Lord_Howe', '2025-12-31T22:00:00.000Z'],
		['2026-03-29T01:30', 'Asia/Kathmandu', '2026-03-28T19:45:00.000Z'],
		['2026-03-29T00:59', 'Europe/London', '2026-03-29T00:59:00.000Z'],
		['2026-03-29T02:00', 'Europe/London', '2026-03-29T01:00:00.000Z'],
		['2026-10-25T02:00', 'Europe/London', '2026-10-25T02:00:00.000Z']
	])('%s in %s', (wall, zone, moment) => {
		const resolved = resolveWallTime(wall, zone);
		expect(resolved?.kind).toBe('once');
		expect(resolved?.kind === 'once' && resolved.moment.toISOString()).toBe(moment);
	});
});

describe('a time that a clock skips', () => {
	it.each([
		['2026-03-29T01:30', 'Europe/London', '2026-03-29T01:30:00.000Z', '2026-03-29T02:30'],
		['2026-03-08T02:00', 'America/New_York', '2026-03-08T07:00:00.000Z', '2026-03-08T03:00'],
		// Half an hour, at Lord Howe.
		['2026-10-04T02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z', '2026-10-04T02:45']
	])('%s in %s', (wall, zone, moment, shown) => {
		const resolved = resolveWallTime(wall, zone);
		expect(resolved).toMatchObject({ kind: 'skipped', shown });
		expect(resolved?.kind === 'skipped' && resolved.moment.toISOString()).toBe(moment);
	});
});

describe('a time that a clock shows twice', () => {
	it.each([
		[
			'2026-10-25T01:30',
			'Europe/London',
			'2026-10-25T00:30:00.000Z',
			'2026-10-25T01:30:00.000Z',
			[60, 0]
		],
		[
			'2026-11-01T01:00',
			'America/New_York',
			'2026-11-01T05:00:00.000Z',
			'2026-11-01T06:00:00.000Z',
			[-240, -300]
		],
		[
			'2026-04-05T01:45',
			'Australia/Lord_Howe',
			'2026-04-04T14:45:00.000Z',
			'2026-04-04T15:15:00.000Z',
			[660, 630]
		]
	])('%s in %s', (wall, zone, first, second, offsets) => {
		const resolved = resolveWallTime(wall, zone);
		expect(resolved).toEqual({
			kind: 'doubled',
			first: new Date(first),
			second: new Date(second),
			offsets
		});
	});
});

it.each(zones)('every minute of five years comes back as it was, in %s', (zone) => {
	const minutes = fc.integer({
		min: Date.UTC(2024, 0) / 60_000,
		max: Date.UTC(2029, 0) / 60_000
	});
	fc.assert(
		fc.property(minutes, (minute) => {
			const moment = new Date(minute * 60_000);
			const resolved = resolveWallTime(wallTimeOf(moment, zone), zone);
			if (resolved?.kind === 'doubled') {
				expect([resolved.first.getTime(), resolved.second.getTime()]).toContain(moment.getTime());
			} else {
				expect(resolved).toEqual({ kind: 'once', moment, offset: offsetAt(moment, zone) });
			}
		})
	);
});

it.each([
	['2026-02-30T10:00', 'Europe/London'],
	['2026-01-01T24:00', 'Europe/London'],
	['2026-01-01T10:60', 'Europe/London'],
	['0000-01-01T00:00', 'Europe/London'],
	['2026-1-1T1:00', 'Europe/London'],
	['9999-12-31T09:00', 'Europe/London'],
	['', 'Europe/London']
])('%j in %s is no time', (wall, zone) => {
	expect(resolveWallTime(wall, zone)).toBeNull();
});

it('takes the years of old letters, too', () => {
	expect(resolveWallTime('0099-05-01T12:00', 'Etc/UTC')).toMatchObject({
		kind: 'once',
		moment: new Date('0099-05-01T12:00:00Z')
	});
});

describe('a day', () => {
	it.each([
		['2026-06-10', 'Europe/Paris', '2026-06-09T22:00Z', '2026-06-10T22:00Z'],
		// Clocks go on, and back.
		['2026-03-29', 'Europe/Paris', '2026-03-28T23:00Z', '2026-03-29T22:00Z'],
		['2026-10-25', 'Europe/Paris', '2026-10-24T22:00Z', '2026-10-25T23:00Z'],
		// Here they go on at midnight, and go back at midnight, so that the last hour comes twice.
		['2026-09-06', 'America/Santiago', '2026-09-06T04:00Z', '2026-09-07T03:00Z'],
		['2026-10-31', 'America/Havana', '2026-10-31T04:00Z', '2026-11-01T04:00Z'],
		['2026-12-31', 'Etc/UTC', '2026-12-31T00:00Z', '2027-01-01T00:00Z']
	])('%s in %s', (day, zone, start, end) => {
		expect(startOfDay(day, zone)).toEqual(new Date(start));
		expect(endOfDay(day, zone)).toEqual(new Date(end));
	});
});

it.each([
	[0, 'UTC'],
	[60, 'UTC+1'],
	[345, 'UTC+5:45'],
	[-210, 'UTC−3:30']
])('an offset of %i minutes is %s', (offset, words) => {
	expect(offsetWords(offset)).toBe(words);
});
