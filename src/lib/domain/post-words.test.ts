import { describe, expect, it } from 'vitest';
import { accessWords, ago, whenWords } from './post-words.ts';

describe('accessWords', () => {
	it.each([
		['public', false, 'Everyone'],
		['public', true, 'Everyone, despite the paywall mark'],
		['members', false, 'Members'],
		['members', true, 'Teaser, then members'],
		['paid', false, 'Paying members'],
		['tiers', true, 'Teaser, then chosen tiers']
	] as const)('%s, teaser %s: %s', (visibility, hasTeaser, words) => {
		expect(accessWords(visibility, hasTeaser)).toBe(words);
	});
});

const now = new Date('2026-11-20T10:00:00Z');

describe('ago', () => {
	it.each([
		['2026-11-20T09:59:30Z', 'just now'],
		['2026-11-20T10:00:30Z', 'just now'],
		['2026-11-20T09:50:00Z', '10 minutes ago'],
		['2026-11-20T08:59:00Z', '1 hour ago'],
		['2026-11-14T23:30:00Z', '15 Nov 2026']
	])('%s is %s', (moment, words) => {
		expect(ago(moment, 'Europe/Berlin', now)).toBe(words);
	});
});

describe('whenWords', () => {
	const updatedAt = '2026-11-20T09:50:00Z';

	it.each([
		['draft', null, 'edited 10 minutes ago'],
		['draft', '2026-11-14T06:40:00Z', 'edited 10 minutes ago'],
		['scheduled', '2026-11-28T05:52:00Z', 'goes out 28 Nov 2026, 05:52'],
		['published', '2026-11-14T06:40:00Z', '14 Nov 2026'],
		['deleted', '2026-11-14T06:40:00Z', 'deleted 10 minutes ago']
	] as const)('%s, %s: %s', (state, publishedAt, words) => {
		expect(whenWords({ state, publishedAt, updatedAt }, 'Europe/London', now)).toBe(words);
	});
});
