import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rootDir } from '../../supabase/local/settings.ts';
import { freePorts } from '../../supabase/local/ports.ts';
import { appEnvironment, startApp, type App } from '../support/app.ts';
import { canaries, canaryMark } from '../support/canaries.ts';
import { environment, serve, signIn, stack, submit } from './support.ts';

const found = (text: string) => [...new Set(text.match(canaryMark))];

describe('the build, made with secrets in the environment', () => {
	it('holds none of them', async () => {
		const app = await serve();
		await app.stop();
		const folder = path.join(rootDir, 'build');
		const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
			entry.isFile()
		);
		expect(files.length).toBeGreaterThan(50);
		for (const file of files) {
			const name = path.join(file.parentPath, file.name);
			expect(found(readFileSync(name, 'latin1')), name).toEqual([]);
		}
	});
});

describe('the server, run with secrets in the environment', () => {
	let app: App;
	let cookie: string;
	beforeAll(async () => {
		app = await serve({ ...canaries, LOG_LEVEL: 'trace' });
		cookie = await signIn('marit@tidetable.example', 'pamphlet-demo');
	});
	afterAll(() => app.stop());

	it.each([
		['/', 200],
		['/@tide-table', 200],
		['/@tide-table/how-to-lose-an-island', 200],
		['/sign-in', 200],
		['/account', 200],
		['/desk/tide-table/posts', 200],
		['/desk/tide-table/staff', 200],
		['/desk/tide-table/settings', 200],
		['/@tide-table/nothing', 404],
		['/desk/nobody/posts', 404],
		['/healthz', 200],
		['/media/0193b7c1-0000-7000-8000-000000000001/none.png', 404]
	])('shows none on %s', async (address, status) => {
		const answer = await fetch(app.url + address, { headers: { cookie } });
		expect(answer.status).toBe(status);
		expect(found(await answer.text())).toEqual([]);
		expect(found(JSON.stringify([...answer.headers]))).toEqual([]);
	});

	it('shows none when a form makes no sense', async () => {
		const answer = await submit(app, '/sign-in', { email: 'x'.repeat(5000) }, { cookie: '' });
		expect(answer.status).toBe(400);
		expect(found(await answer.text())).toEqual([]);
	});

	it('has logged all that, and none of them, nor the password of a form', async () => {
		const password = 'nothing-that-a-log-may-hold';
		const answer = await submit(app, '/sign-in/password', {
			email: 'reader@tidetable.example',
			password
		});
		expect(answer.status).toBe(400);
		await expect.poll(() => app.output()).toContain('"path":"/sign-in/password"');
		expect(app.output()).not.toContain(password);
		await expect.poll(() => app.output()).toContain('"path":"/desk/tide-table/posts"');
		expect(found(app.output())).toEqual([]);
	});
});

it('a server that has lost its API shows and logs no secret, and says what to quote', async () => {
	const [nobody] = await freePorts(1);
	const lost = `http://127.0.0.1:${nobody}`;
	const app = await startApp(await environment({ ...canaries, PUBLIC_SUPABASE_URL: lost }), {
		healthy: false
	});
	try {
		const answer = await fetch(`${app.url}/@tide-table`, { headers: { accept: 'text/html' } });
		const page = await answer.text();
		expect(answer.status).toBeGreaterThanOrEqual(500);
		expect(page).not.toContain(lost);
		const id = answer.headers.get('x-request-id') ?? 'none';
		expect(page).toContain(id);
		// What it prints arrives by another way than what it answers.
		await expect.poll(() => app.output()).toContain(id);
		expect(found(page + app.output())).toEqual([]);
	} finally {
		await app.stop();
	}
});

it('the server was given no key but the publishable one', () => {
	const values = Object.values(appEnvironment(stack)).join('\n');
	expect(values).not.toMatch(/sb_secret_|service_role/);
	expect(values).not.toContain(stack.secretKey);
});
