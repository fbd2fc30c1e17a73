import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { launchApp } from '../support/app.ts';
import { environment } from './support.ts';

/** Starts a server that is expected to give up, and waits for that. */
async function attempt(changes: Record<string, string | undefined>) {
	const { child, output } = launchApp(await environment(changes));
	const late = setTimeout(() => child.kill('SIGKILL'), 15_000);
	await once(child, 'close');
	clearTimeout(late);
	return { code: child.exitCode, output: output() };
}

describe('the server refuses to start', () => {
	it.each(['PUBLIC_SUPABASE_URL', 'PUBLIC_SUPABASE_PUBLISHABLE_KEY', 'ORIGIN'])(
		'without %s, and names it once',
		async (name) => {
			const { code, output } = await attempt({ [name]: undefined });
			expect(code).toBe(1);
			expect(output.match(new RegExp(`\\b${name}\\b`, 'g'))).toHaveLength(1);
			expect(output).not.toMatch(/\n\s+at /);
		}
	);

	it('with the public local keys when its API is not on this machine', async () => {
		const { code, output } = await attempt({ PUBLIC_SUPABASE_URL: 'https://abc.supabase.co' });
		expect(code).toBe(1);
		expect(output).toContain(
			'PUBLIC_SUPABASE_PUBLISHABLE_KEY is the public key of local development'
		);
		expect(output).toContain('SERVER_TOKEN is the public token of local development');
	});

	it('without a server token when its API is not on this machine', async () => {
		const { code, output } = await attempt({
			PUBLIC_SUPABASE_URL: 'https://abc.supabase.co',
			SERVER_TOKEN: undefined
		});
		expect(code).toBe(1);
		expect(output).toContain('SERVER_TOKEN is missing');
	});

	it('with a secret key, and does not show it', async () => {
		const secret = 'sb_secret_0123456789abcdef';
		const { code, output } = await attempt({ PUBLIC_SUPABASE_PUBLISHABLE_KEY: secret });
		expect(code).toBe(1);
		expect(output).toContain('PUBLIC_SUPABASE_PUBLISHABLE_KEY is a secret key');
		expect(output).not.toContain(secret);
	});

	it.each([
		['ORIGIN', 'pamphlet.example/desk'],
		['ORIGIN', 'localhost:3000'],
		['ORIGIN', ''],
		['LOG_LEVEL', 'loud'],
		['AUTH_PROVIDERS', 'myspace'],
		['SIGN_IN_POSTS_PER_MINUTE', 'many']
	])('with a wrong %s', async (name, value) => {
		const { code, output } = await attempt({ [name]: value });
		expect(code).toBe(1);
		expect(output).toContain(name);
		expect(output).not.toMatch(/\n\s+at /);
	});
});
