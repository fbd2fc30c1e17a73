import { describe, expect, it } from 'vitest';
import { mixedScripts } from './scripts.ts';

describe('mixedScripts', () => {
	it.each([
		['pаypal', ['Latin', 'Cyrillic']],
		['the-tidе-table', ['Latin', 'Cyrillic']],
		['αlpha', ['Latin', 'Greek']],
		['東京tower', ['Latin', 'Chinese or Japanese']]
	])('%s', (slug, scripts) => {
		expect(mixedScripts(slug)).toEqual(scripts);
	});

	it.each([
		'the-tide-table',
		'туман-2026',
		'москва-moscow',
		'日本語の話',
		'über-œuvre',
		'2026',
		''
	])('has nothing to say of %j', (slug) => {
		expect(mixedScripts(slug)).toEqual([]);
	});
});
