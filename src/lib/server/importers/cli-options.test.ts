import { describe, expect, it } from 'vitest';
import { operatorAccess, siteAddress, UsageError } from './cli-options.ts';

describe('operatorAccess', () => {
	it('is the local stack when nothing is said', () => {
		const { url, key } = operatorAccess({});
		expect(url).toBe('http://127.0.0.1:54321');
		expect(key).toMatch(/^sb_secret_/);
		expect(operatorAccess({ STACK_API_PORT: '6000' }).url).toBe('http://127.0.0.1:6000');
	});

	it('takes what is said', () => {
		const env = { SUPABASE_URL: 'https://a.supabase.co', SUPABASE_SECRET_KEY: 'sb_secret_x' };
		expect(operatorAccess(env)).toEqual({ url: 'https://a.supabase.co', key: 'sb_secret_x' });
	});

	it.each([{ SUPABASE_URL: 'https://a.supabase.co' }, { SUPABASE_URL: 'a.supabase.co' }])(
		'sends no local key to %j',
		(env) => {
			expect(() => operatorAccess(env)).toThrow(UsageError);
		}
	);
});

describe('siteAddress', () => {
	it.each([
		[undefined, null],
		['https://old.example/', 'https://old.example'],
		['http://old.example/blog/', 'http://old.example/blog']
	])('reads %j as %j', (given, address) => {
		expect(siteAddress(given)).toBe(address);
	});

	it.each([
		'old.example',
		'ftp://old.example',
		'javascript:x',
		'https://u@old.example',
		'https://old.example/?a'
	])('refuses %j', (given) => {
		expect(() => siteAddress(given)).toThrow(UsageError);
	});
});
