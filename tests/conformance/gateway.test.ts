import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeIn, linkIn, mailsTo, nextMail } from '../support/inbox.ts';
import { check, password, useConformanceStack } from './support.ts';

const { stack, client, anon, service, person } = useConformanceStack();

let sql: postgres.Sql;
beforeAll(() => {
	sql = postgres(stack().adminDatabaseUrl, { max: 1 });
});
afterAll(() => sql.end());

const get = (path: string, headers: Record<string, string> = {}) =>
	fetch(stack().apiUrl + path, { headers });

describe('grants', () => {
	const rights = ['select', 'insert', 'update', 'delete'];
	const roles = ['anon', 'authenticated', 'service_role'];

	check('requests grant nothing in schemas that are not exposed', async () => {
		// The first request is the one after which lite would have granted.
		await anon().from('posts').select('id');
		const held = await sql`
			select role, privilege from unnest(${roles}::text[]) role, unnest(${rights}::text[]) privilege
			where has_table_privilege(role, 'private.audit', privilege)`;
		expect([...held]).toEqual([]);
	});

	check('a new table of postgres is granted to nobody', async () => {
		const owner = postgres(stack().databaseUrl, { max: 1 });
		await owner`create table public.later (id int)`;
		await owner`create sequence public.later_numbers`;
		await owner.end();
		await anon().from('posts').select('id');
		const held = await sql`
			select role, privilege from unnest(${roles}::text[]) role, unnest(${rights}::text[]) privilege
			where has_table_privilege(role, 'public.later', privilege)
				or has_sequence_privilege(role, 'public.later_numbers', 'usage')`;
		expect([...held]).toEqual([]);
		await sql`drop table public.later`;
		await sql`drop sequence public.later_numbers`;
	});

	check('migrations run as postgres, who is no superuser', async () => {
		const [role] = await sql`select rolsuper from pg_roles where rolname = 'postgres'`;
		expect(role?.rolsuper).toBe(false);
		const owners = await sql`
			select distinct tableowner from pg_tables where schemaname in ('public', 'shop', 'private')`;
		expect([...owners]).toEqual([{ tableowner: 'postgres' }]);
	});
});

describe('addresses', () => {
	check('an address that only asked for a code is not confirmed', async () => {
		const email = 'asked@example.com';
		await client().auth.signInWithOtp({ email });
		const [user] = await sql`select id, email_confirmed_at from auth.users where email = ${email}`;
		expect(user?.email_confirmed_at).toBeNull();
		const { error } = await client().auth.signInWithPassword({ email, password });
		expect(error?.code).toBe('invalid_credentials');

		const code = codeIn(await nextMail(stack().inboxUrl, email));
		await client().auth.verifyOtp({ email, token: code, type: 'email' });
		const [audit] = await sql`select what from private.audit where what = ${`confirmed ${email}`}`;
		expect(audit).toBeDefined();
	});

	check('a second code ends the first', async () => {
		const email = 'twice@example.com';
		const inbox = stack().inboxUrl;
		await client().auth.signInWithOtp({ email });
		const first = codeIn(await nextMail(inbox, email));
		await client().auth.signInWithOtp({ email });
		const second = codeIn(await nextMail(inbox, email, 1));
		const tryCode = (token: string) => client().auth.verifyOtp({ email, token, type: 'email' });
		if (first !== second) {
			expect((await tryCode(first)).error?.code).toBe('otp_expired');
		}
		expect((await tryCode(second)).error).toBeNull();
	});

	check('a code is good for as long as config.toml says', async () => {
		const { email, id } = await person();
		await client().auth.signInWithOtp({ email });
		const code = codeIn(await nextMail(stack().inboxUrl, email));
		await sql`update auth.users set recovery_sent_at = now() - interval '601 seconds' where id = ${id}`;
		const { error } = await client().auth.verifyOtp({ email, token: code, type: 'email' });
		expect(error?.code).toBe('otp_expired');
	});

	check('a new address wants the consent of both addresses', async () => {
		const { db, email, id } = await person();
		const next = 'next@example.com';
		expect((await db.auth.updateUser({ email: next })).error).toBeNull();
		const inbox = stack().inboxUrl;
		const old = codeIn(await nextMail(inbox, email));
		const fresh = codeIn(await nextMail(inbox, next));
		const confirm = (to: string, token: string) =>
			client().auth.verifyOtp({ email: to, token, type: 'email_change' });
		const addressOf = async () =>
			(await sql`select email from auth.users where id = ${id}`)[0]?.email;

		expect((await confirm(email, old)).data.session).toBeNull();
		expect(await addressOf()).toBe(email);
		expect((await confirm(email, old)).error?.code).toBe('otp_expired');
		expect((await confirm(next, fresh)).data.session).not.toBeNull();
		expect(await addressOf()).toBe(next);
	});

	check('mails lead to allowed addresses only', async () => {
		const { email } = await person();
		const emailRedirectTo = 'https://elsewhere.example/steal';
		await client().auth.signInWithOtp({ email, options: { emailRedirectTo } });
		const link = new URL(linkIn(await nextMail(stack().inboxUrl, email), '/auth/v1/verify'));
		expect(link.searchParams.get('redirect_to')).toBe(stack().siteUrl);
	});

	check('Auth sends nothing without an API key', async () => {
		const { email } = await person();
		for (const path of ['otp', 'magiclink', 'recover', 'resend', 'signup', 'invite']) {
			const body = JSON.stringify({ email, type: 'signup' });
			const url = `${stack().apiUrl}/auth/v1/${path}`;
			expect([path, (await fetch(url, { method: 'POST', body })).status]).toEqual([path, 401]);
		}
		expect(await mailsTo(stack().inboxUrl, email)).toEqual([]);
	});
});

describe('Studio and what is not there', () => {
	check('Studio answers with its page and its files', async () => {
		const page = await get('/');
		expect(page.headers.get('content-type')).toMatch('text/html');
		const files = [...(await page.text()).matchAll(/(?:src|href)="(\/static\/[^"]+)"/g)];
		expect(files.length).toBeGreaterThanOrEqual(2);
		for (const [, file = ''] of files)
			expect([file, (await get(file)).status]).toEqual([file, 200]);
		expect((await get('/editor/posts')).headers.get('content-type')).toMatch('text/html');
	});

	check('Studio’s page sees all rows, and only as a page of this origin', async () => {
		const { length } = (await service().from('posts').select('id')).data ?? [];
		const page = { 'sec-fetch-site': 'same-origin', 'user-agent': 'Mozilla/5.0' };
		const rows = await get('/rest/v1/posts?select=id', page);
		expect(await rows.json()).toHaveLength(length);
		expect(await (await get('/_system/info', page)).json()).toMatchObject({ admin: true });
		expect((await get('/_system/introspect', page)).status).toBe(200);
		for (const site of ['same-site', 'cross-site', 'none']) {
			const headers = { ...page, 'sec-fetch-site': site };
			expect((await get('/rest/v1/posts?select=id', headers)).status).toBe(401);
			expect((await get('/_system/info', headers)).status).toBe(404);
		}
	});

	check('the system routes of lite are closed', async () => {
		for (const path of ['ping', 'config', 'info', 'introspect']) {
			expect([path, (await get(`/_system/${path}`)).status]).toEqual([path, 404]);
		}
	});

	check('REST wants a key', async () => {
		const answer = await get('/rest/v1/posts?select=id');
		expect(answer.status).toBe(401);
		expect(await answer.json()).toMatchObject({ message: 'No API key found in request' });
	});

	check('what nobody serves is a 404 in JSON', async () => {
		for (const path of [
			'/nope',
			'/rest/v2/posts',
			'/realtime/v1',
			'/static/nope.js',
			'/static/..%2f'
		]) {
			const answer = await get(path);
			expect([path, answer.status]).toEqual([path, 404]);
			expect(await answer.json()).toMatchObject({ code: 404 });
		}
	});

	test('everything listens on the loopback address alone', async () => {
		const { settings } = stack();
		const addresses = await listeningAddresses();
		for (const port of [
			settings.apiPort,
			settings.dbPort,
			settings.inboxPort,
			settings.functionsPort
		]) {
			expect([port, addresses.get(port)]).toEqual([port, ['127.0.0.1']]);
		}
	});
});

/** Reads from the kernel who listens where. */
async function listeningAddresses(): Promise<Map<number, string[]>> {
	const { readFile } = await import('node:fs/promises');
	const found = new Map<number, string[]>();
	for (const table of ['tcp', 'tcp6']) {
		const lines = (await readFile(`/proc/net/${table}`, 'utf8')).split('\n').slice(1);
		for (const line of lines) {
			const [, local = '', , state] = line.trim().split(/\s+/);
			const [address = '', port = ''] = local.split(':');
			if (state !== '0A') continue;
			const name = address === '0100007F' ? '127.0.0.1' : address;
			const number = Number.parseInt(port, 16);
			found.set(number, [...(found.get(number) ?? []), name]);
		}
	}
	return found;
}
