import { describe, expect, it } from 'vitest';
import { joinPath, readingPlace, sentenceAt } from './return-paths.ts';

describe('the place to come back to', () => {
	it.each(['/@a/post', '/@a/p%C3%B6st', '/@a/joinery'])(
		'is a page of the publication: %s',
		(path) => {
			expect(readingPlace(path, '/@a')).toBe(path);
		}
	);

	it.each([
		'/@b/post',
		'/@ab/post',
		'//evil.test/@a/x',
		'https://evil.test',
		'/@a/../account',
		'/@a/join',
		'/@a/join/thanks',
		'/@a\\evil',
		`/@a/${'x'.repeat(500)}`,
		null
	])('is nothing else: %s', (path) => {
		expect(readingPlace(path, '/@a')).toBeNull();
	});

	it('has neither query nor part', () => {
		expect(readingPlace('/@a/post?x=1#y', '/@a')).toBe('/@a/post');
	});

	it('has the sentence in it', () => {
		expect(sentenceAt('/@a/post')).toBe('/@a/post#read-on');
	});
});

it('the way to join keeps what was chosen', () => {
	expect(joinPath('/@a')).toBe('/@a/join');
	expect(joinPath('/@a', { back: '/@a/b', every: 'year', tier: 't' })).toBe(
		'/@a/join?tier=t&every=year&back=%2F%40a%2Fb'
	);
});
