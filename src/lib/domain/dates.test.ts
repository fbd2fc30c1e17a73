import { describe, expect, test } from 'vitest';
import { formatDate, isoDate } from './dates.ts';

const moment = '2026-11-14T23:40:00Z';

describe('formatDate', () => {
	test('speaks the language of the publication', () => {
		expect(formatDate(moment, { language: 'en', timeZone: 'UTC' })).toBe('14 November 2026');
		expect(formatDate(moment, { language: 'de', timeZone: 'UTC' })).toBe('14. November 2026');
		expect(formatDate(moment, { language: 'en-US', timeZone: 'UTC' })).toBe('November 14, 2026');
	});

	test('keeps the time of the publication, not of the server', () => {
		expect(formatDate(moment, { language: 'en', timeZone: 'Asia/Tokyo' }, 'moment')).toBe(
			'15 Nov 2026, 08:40'
		);
	});

	test('survives a setting it does not know', () => {
		expect(formatDate(moment, { language: 'not a tag', timeZone: 'Moon/Tycho' })).toBe(
			'14 November 2026'
		);
	});
});

test('isoDate reads what Postgres writes', () => {
	expect(isoDate('2026-11-14T07:40:00+01:00')).toBe('2026-11-14T06:40:00.000Z');
});
