import { describe, expect, it } from 'vitest';
import { suggestAddress } from './email-typos.ts';

describe('suggestAddress', () => {
	it.each([
		['gmial.com', 'gmail.com'],
		['gmail.con', 'gmail.com'],
		['gmai.com', 'gmail.com'],
		['gmaill.com', 'gmail.com'],
		['hotmial.com', 'hotmail.com'],
		['GMIAL.com', 'gmail.com'],
		['outlok.com', 'outlook.com']
	])('%s was probably %s', (typed, meant) => {
		expect(suggestAddress(`ruth@${typed}`)).toBe(`ruth@${meant}`);
	});

	it.each(['gmail.com', 'gmx.com', 'email.com', 'amberley.example', 'mail.org', 'gmx.ch'])(
		'%s is what was meant',
		(domain) => {
			expect(suggestAddress(`ruth@${domain}`)).toBeNull();
		}
	);

	it('leaves what is no address alone', () => {
		expect(suggestAddress('gmial.com')).toBeNull();
	});
});
