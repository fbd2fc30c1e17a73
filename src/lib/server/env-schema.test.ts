import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { localKeys, stackVariables } from '../../../supabase/local/settings.ts';
import { envSchema, readEnv } from './env-schema.ts';

const good = {
	PUBLIC_SUPABASE_URL: 'https://abc.supabase.co',
	PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_own',
	SERVER_TOKEN: '0123456789abcdef0123456789abcdef',
	ORIGIN: 'https://pamphlet.example'
};
const read = (change: Record<string, string | undefined> = {}, production = true) =>
	readEnv({ ...good, ...change }, { production });

describe('readEnv', () => {
	it('fills in what may be left out', () => {
		expect(read({ LOG_LEVEL: '' })).toMatchObject({
			PORT: 3000,
			LOG_LEVEL: 'info',
			AUTH_PROVIDERS: []
		});
	});

	it('names every variable that is missing or wrong, at once', () => {
		const start = () => read({ PUBLIC_SUPABASE_URL: undefined, ORIGIN: 'pamphlet', PORT: '99999' });
		expect(start).toThrow(/PUBLIC_SUPABASE_URL is missing/);
		expect(start).toThrow(/ORIGIN must be/);
		expect(start).toThrow(/PORT must be at most 65535/);
	});

	it('shows no value, since a value may be a secret', () => {
		const start = () => read({ PUBLIC_SUPABASE_PUBLISHABLE_KEY: 'sb_secret_canary' });
		expect(start).toThrow(/is a secret key/);
		expect(start).not.toThrow(/canary/);
	});

	it('refuses the older form of a secret key', () => {
		const payload = Buffer.from('{"role":"service_role"}').toString('base64url');
		expect(() => read({ PUBLIC_SUPABASE_PUBLISHABLE_KEY: `eyJh.${payload}.x` })).toThrow(
			/is a secret key/
		);
	});

	it('reads a list of providers and refuses unknown ones', () => {
		expect(read({ AUTH_PROVIDERS: 'google, github' }).AUTH_PROVIDERS).toEqual(['google', 'github']);
		expect(() => read({ AUTH_PROVIDERS: 'gogle' })).toThrow(/AUTH_PROVIDERS knows/);
	});

	it('reads where forms may lead to', () => {
		expect(read().PAYMENT_ORIGINS).toEqual([
			'https://checkout.stripe.com',
			'https://billing.stripe.com'
		]);
		expect(read({ PAYMENT_ORIGINS: ' http://127.0.0.1:54331 ' }).PAYMENT_ORIGINS).toEqual([
			'http://127.0.0.1:54331'
		]);
		expect(() => read({ PAYMENT_ORIGINS: 'https://pay.example/x' })).toThrow(
			/PAYMENT_ORIGINS must/
		);
		expect(() => read({ PAYMENT_ORIGINS: 'https://a.example; script-src *' })).toThrow();
	});

	it('refuses an origin with a path', () => {
		expect(() => read({ ORIGIN: 'https://pamphlet.example/' })).toThrow(/ORIGIN must be an origin/);
	});

	it.each(['http://localhost:54321', 'http://127.0.0.1:54321', 'http://[::1]:54321'])(
		'takes the local key and token when the API is on %s',
		(url) => {
			expect(
				read({
					PUBLIC_SUPABASE_URL: url,
					PUBLIC_SUPABASE_PUBLISHABLE_KEY: localKeys.publishable,
					SERVER_TOKEN: localKeys.serverToken
				})
			).toBeDefined();
		}
	);

	it.each(['https://abc.supabase.co', 'http://127.0.0.1.evil.example', 'http://10.0.0.4:54321'])(
		'refuses the local key and the local token when the API is on %s',
		(url) => {
			for (const [change, refusal] of [
				[{ PUBLIC_SUPABASE_PUBLISHABLE_KEY: localKeys.publishable }, /public key of local dev/],
				[{ SERVER_TOKEN: localKeys.serverToken }, /SERVER_TOKEN is the public token of local dev/]
			] as const) {
				const given = { PUBLIC_SUPABASE_URL: url, ...change };
				expect(() => read(given)).toThrow(refusal);
				expect(read(given, false)).toBeDefined();
			}
		}
	);

	it('needs no server token where the API is on this machine', () => {
		const url = { PUBLIC_SUPABASE_URL: 'http://127.0.0.1:54321' };
		expect(read({ ...url, SERVER_TOKEN: undefined }).SERVER_TOKEN).toBe(localKeys.serverToken);
		expect(read(url).SERVER_TOKEN).toBe(good.SERVER_TOKEN);
	});

	it('refuses a server token that is short, or a secret key', () => {
		expect(() => read({ SERVER_TOKEN: undefined })).toThrow(/SERVER_TOKEN is missing/);
		expect(() => read({ SERVER_TOKEN: 'x'.repeat(31) })).toThrow(/at least 32 characters/);
		const secret = `sb_secret_${'x'.repeat(40)}`;
		expect(() => read({ SERVER_TOKEN: secret })).toThrow(/SERVER_TOKEN is a secret key/);
		expect(() => read({ SERVER_TOKEN: secret })).not.toThrow(new RegExp(secret));
	});
});

describe('.env.example', () => {
	const text = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');

	it('names every variable of the web server and the local stack, and no other', () => {
		const named = [...text.matchAll(/^(?:# )?([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1]);
		const known = new Set([...Object.keys(envSchema.shape), ...stackVariables]);
		expect(named.toSorted()).toEqual([...known].toSorted());
	});

	it('is a working environment as it stands', () => {
		expect(readEnv(parseEnv(text), { production: true })).toBeDefined();
	});

	it('gives good examples where a line is commented out', () => {
		const everything = parseEnv(text.replace(/^# (?=[A-Z][A-Z0-9_]*=)/gm, ''));
		expect(readEnv(everything, { production: true })).toBeDefined();
	});
});
