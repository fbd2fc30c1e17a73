import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressFault, emailAddress } from './email-address.ts';
import { internationalAddresses, noAddresses, oddAddresses } from './email-address.fixture.ts';

describe('an email address', () => {
	it.each([...oddAddresses, ...internationalAddresses])('%j is stored as %j', (typed, stored) => {
		expect(emailAddress(typed)).toBe(stored);
	});

	it.each(noAddresses)('is not %j', (typed) => {
		expect(emailAddress(typed)).toBeNull();
	});

	it.each([
		['', 'empty'],
		[' \u200b\n', 'empty'],
		['ü@bücher.example', 'letters'],
		['r\u0075\u0308th@amberley.example', 'letters'],
		[' Иван.Petrov@amberley.example ', 'letters'],
		['ü', 'form'],
		['ü@bücher', 'form'],
		['Jürgen <ju@amberley.example>', 'form'],
		['“ruth”@amberley.example', 'form'],
		['ruth', 'form'],
		[`${'ü'.repeat(65)}@amberley.example`, 'form'],
		[`${'ü'.repeat(1001)}@amberley.example`, 'form']
	])('is refused for what is wrong with %j', (typed, fault) => {
		expect(emailAddress(typed)).toBeNull();
		expect(addressFault(typed)).toBe(fault);
	});

	it('is stored as it is when it is read again', () => {
		fc.assert(
			fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: 'grapheme' })), (text) => {
				const stored = emailAddress(text);
				if (stored !== null) expect(emailAddress(stored)).toBe(stored);
			})
		);
	});

	it('is one that Supabase Auth takes', () => {
		// The check of Supabase Auth: https://github.com/badoux/checkmail, ValidateFormat.
		const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
		const auth = new RegExp(`^[a-zA-Z0-9.!#$%&'*+/=?^_\`{|}~-]+@${label}(?:\\.${label})*$`);
		fc.assert(
			fc.property(fc.emailAddress(), (text) => {
				const stored = emailAddress(text);
				if (stored !== null) expect(stored).toMatch(auth);
			})
		);
		for (const [, stored] of oddAddresses) expect(stored).toMatch(auth);
	});

	it('costs no more than its length', () => {
		for (const text of [
			' '.repeat(1e6),
			`a${' '.repeat(1e6)}@b.c`,
			'a.'.repeat(5e5),
			'\u200b'.repeat(1e6)
		])
			expect(emailAddress(text)).toBeNull();
	});
});
