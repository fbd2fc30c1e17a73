import { describe, expect, it } from 'vitest';
import { code, email, newPassword } from './sign-in.ts';

describe('the schemas of the sign-in', () => {
	it('takes an address without its blanks and capitals', () => {
		expect(email.parse('  Ruth@Amberley.example ')).toBe('ruth@amberley.example');
	});

	it.each(['ruth', 'ruth@', 'a@b@c.example', 'ruth@amberley.example\nbcc: x@y.example', ''])(
		'does not take %j for an address',
		(typed) => {
			expect(email.safeParse(typed).success).toBe(false);
		}
	);

	it.each([
		['', 'Please type an email address.'],
		[undefined, 'Please type an email address.'],
		['ü@bücher.example', /^The part before the @ may only have the letters a to z/],
		['ruth', /^That is not a whole email address/]
	])('says why %j is no address', (typed, words) => {
		expect(email.safeParse(typed).error?.issues[0]?.message).toMatch(words);
	});

	it.each([
		'407192',
		' 407 192 ',
		'407-192',
		'407–192',
		'407\u00a0192',
		'\u200e407\u2009192\u200b',
		'４０７１９２',
		'　４０７－１９２',
		'４０７ー１９２',
		'٤٠٧١٩٢',
		'۴۰۷ ۱۹۲',
		'४०७१९२',
		'4０7١9२'
	])('takes %j for a code', (typed) => {
		expect(code.parse(typed)).toBe('407192');
	});

	it.each(['40719', '4071922', '４０７１９２２', '40719a', '40719½', '②③④⑤⑥⑦', '四〇七一九二', ''])(
		'does not take %j for a code',
		(typed) => {
			expect(code.safeParse(typed).success).toBe(false);
		}
	);

	it('counts a password in bytes, as the hash does', () => {
		expect(newPassword.safeParse('é'.repeat(36)).success).toBe(true);
		expect(newPassword.safeParse('é'.repeat(37)).success).toBe(false);
	});
});
