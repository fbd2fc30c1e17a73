import { describe, expect, test } from 'vitest';
import { parseToml } from './toml.ts';

describe('parseToml', () => {
	test('reads tables, dotted tables and values of each kind', () => {
		const text = [
			'name = "a # b" # a comment',
			"raw = 'c:\\d'",
			'[auth]',
			'on = true',
			'[auth.email.template.magic_link]',
			'subject = "{{ .Token }} is your code"',
			'length = 6',
			'many = 1_000'
		].join('\n');
		expect(parseToml(text)).toEqual({
			name: 'a # b',
			raw: 'c:\\d',
			auth: {
				on: true,
				email: {
					template: {
						magic_link: { subject: '{{ .Token }} is your code', length: 6, many: 1000 }
					}
				}
			}
		});
	});

	test('reads arrays over several lines, with comments and commas inside strings', () => {
		const text = 'urls = [\n  "a,b", # first\n  "c]",\n]\nnone = []';
		expect(parseToml(text)).toEqual({ urls: ['a,b', 'c]'], none: [] });
	});

	test('reads quoted and dotted keys', () => {
		expect(parseToml('a."b c" = 1')).toEqual({ a: { 'b c': 1 } });
	});

	test.for([
		['what is neither', 'line 1 is not a table, a key or a comment'],
		['a = 1\nb = nope', 'line 2: "nope" is not a string, number, boolean or array'],
		['a = 1\n[a]', 'line 2: a is a value and a table'],
		['a = "open', 'line 1: ""open" is not a string']
	])('refuses %j', ([text = '', message]) => {
		expect(() => parseToml(text)).toThrow(message);
	});
});
