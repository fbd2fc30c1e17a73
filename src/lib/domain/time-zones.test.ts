import { expect, it } from 'vitest';
import { isTimeZone, timeZones, timeZonesByRegion } from './time-zones.ts';

it.each(['Europe/London', 'Asia/Kolkata', 'Asia/Calcutta', 'Etc/UTC'])('knows %s', (name) => {
	expect(isTimeZone(name)).toBe(true);
});

it.each(['', 'Mars/Olympus', '+02:00', 'europe/london'])('does not know %j', (name) => {
	expect(isTimeZone(name)).toBe(false);
});

it('shows every zone once, under its region', () => {
	const shown = timeZonesByRegion().flatMap(({ zones }) => zones.map(({ name }) => name));
	expect(shown.toSorted()).toEqual([...timeZones].toSorted());
	expect(timeZonesByRegion().find(({ region }) => region === 'Europe')?.zones).toContainEqual({
		name: 'Europe/London',
		place: 'London'
	});
});
