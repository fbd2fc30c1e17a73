import { readdirSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../../supabase/local/cli.ts';
import { rootDir } from '../../supabase/local/settings.ts';
import { codeIn, linkIn, mailsTo, nextMail } from '../support/inbox.ts';
import { forgetDirectMails, forgetSharedTries, passMailMinute } from '../support/tries.ts';
import { clone, service, stack, visitor } from '../support/stack.ts';

const sql = postgres(stack.databaseUrl, { max: 1 });
afterAll(() => sql.end());

const migrations = readdirSync(path.join(rootDir, 'supabase/migrations')).filter((name) =>
	name.endsWith('.sql')
);
const password = 'a long enough password';
let count = 0;
const freshAddress = () => `project-${process.pid}-${++count}@example.com`;

describe('the project’s own files', () => {
	test('config.toml is what the supabase CLI wants, and its history is the folder’s', async () => {
		const remote = `--remote=${stack.databaseUrl}?sslmode=disable`;
		const { code, output } = await runCli(['migration', 'list', remote]);
		expect(code).toBe(0);
		expect(output).not.toMatch(/warn|invalid|deprecated/i);
		for (const name of migrations) {
			const [version = ''] = name.split('_');
			expect(output).toMatch(new RegExp(`${version}\\W+${version}`));
		}
	});

	test('every migration is kept with its name and its statements', async () => {
		const rows = await sql<{ file: string; statements: string[] }[]>`
			select version || '_' || name || '.sql' as file, statements
			from supabase_migrations.schema_migrations order by version`;
		expect(rows.map(({ file }) => file)).toEqual(migrations.toSorted());
		for (const { statements } of rows) expect(statements.length).toBeGreaterThan(0);
	});

	test('a copy of the database is whole, and its own', async () => {
		const seeded = ['field-notes', 'tide-table'];
		const copy = await clone();
		// Other tests make publications of their own beside those of the seed.
		const names = async (apiUrl?: string) => {
			const publications = service(apiUrl).from('publications').select('slug');
			const { data } = await publications.in('slug', seeded).order('slug');
			return data?.map(({ slug }) => slug);
		};
		expect(await names(copy.apiUrl)).toEqual(seeded);
		const gone = service(copy.apiUrl).from('publications').delete().eq('slug', 'field-notes');
		expect((await gone).error).toBeNull();
		expect(await names(copy.apiUrl)).toEqual(['tide-table']);
		await copy.stop();
		expect(await names()).toEqual(seeded);
	});
});

beforeEach(() => forgetSharedTries(sql));

describe('mails', () => {
	/** The page that wants a button pressed, in the mail just sent. */
	async function confirmLink(address: string, seen = 0, page = '/auth/confirm') {
		const mail = await nextMail(stack.inboxUrl, address, seen);
		expect(mail.from).toBe('Pamphlet <post@pamphlet.example>');
		expect(mail.html).not.toContain('{{');
		const link = new URL(linkIn(mail, page));
		expect(link.origin).toBe(stack.siteUrl);
		return { mail, link: Object.fromEntries(link.searchParams) };
	}

	test('a new address and a known one get a code and a link, with the same subject', async () => {
		const email = freshAddress();
		const emailRedirectTo = `${stack.siteUrl}/desk?from=mail`;
		const ask = () => visitor().auth.signInWithOtp({ email, options: { emailRedirectTo } });

		await ask();
		const first = await confirmLink(email);
		expect(codeIn(first.mail)).toMatch(/^\d{6}$/);
		expect(first.link).toMatchObject({ type: 'email', next: emailRedirectTo });
		const { token_hash = '' } = first.link;
		expect((await visitor().auth.verifyOtp({ token_hash, type: 'email' })).error).toBeNull();

		await forgetDirectMails(sql, email);
		await ask();
		const second = await confirmLink(email, 1);
		expect(second.mail.subject.replace(/\d+/, '')).toBe(first.mail.subject.replace(/\d+/, ''));
		const token = codeIn(second.mail);
		expect((await visitor().auth.verifyOtp({ email, token, type: 'email' })).error).toBeNull();
	});

	test('recovery, invitation, change of address and the code in between are ours, too', async () => {
		const email = freshAddress();
		const { data } = await service().auth.admin.inviteUserByEmail(email);
		expect(data.user?.email_confirmed_at).toBeNull();
		const invited = await confirmLink(email);
		expect(codeIn(invited.mail)).toMatch(/^\d{6}$/);
		expect(invited.link.type).toBe('invite');

		const person = visitor();
		const { token_hash = '' } = invited.link;
		await person.auth.verifyOtp({ token_hash, type: 'invite' });
		await visitor().auth.resetPasswordForEmail(email);
		expect((await confirmLink(email, 1)).mail.subject).toContain('password');

		const next = freshAddress();
		await forgetDirectMails(sql, email);
		await person.auth.updateUser({ email: next });
		expect((await confirmLink(next, 0, '/auth/move')).link.type).toBe('email_change');
		expect((await confirmLink(email, 2, '/auth/move')).mail.text).toContain(next);

		await forgetDirectMails(sql, email);
		await person.auth.reauthenticate();
		const code = await nextMail(stack.inboxUrl, email, 3);
		expect(codeIn(code)).toMatch(/^\d{6}$/);
		expect(code.html).not.toContain('href');
	});
});

describe('a mail that is refused', () => {
	const ask = (email: string) => visitor().auth.signInWithOtp({ email });
	const accounts = (email: string) => sql`select from auth.users where email = ${email}`;
	/** A minute later, for Auth and for the hook. */
	const passMinute = async (email: string) => {
		await sql`
			update auth.users set recovery_sent_at = recovery_sent_at - interval '61 seconds',
				confirmation_sent_at = confirmation_sent_at - interval '61 seconds'
			where email = ${email}`;
		await passMailMinute(sql, email);
	};
	/** Asks for mails until the hook refuses one, and gives the code of the last that was sent. */
	async function untilRefused(email: string): Promise<string> {
		const before = (await mailsTo(stack.inboxUrl, email)).length;
		for (let sent = before; ; sent += 1) {
			await passMinute(email);
			const { error } = await ask(email);
			if (error) {
				expect(error.status).toBe(500);
				return codeIn(await nextMail(stack.inboxUrl, email, sent - 1));
			}
		}
	}

	test.each([
		['a new account', freshAddress],
		['a known account', () => 'devi@tidetable.example']
	])('by the hook leaves the code of %s good that was sent before', async (_, address) => {
		const email = address();
		await forgetDirectMails(sql, email);
		const token = await untilRefused(email);
		const { error } = await visitor().auth.verifyOtp({ email, token, type: 'email' });
		expect(error).toBeNull();
	});

	test('by the hook makes no account', async () => {
		const [name, domain] = freshAddress().split('@');
		await untilRefused(`${name}@${domain}`);
		const other = `${name}+other@${domain}`;
		expect((await ask(other)).error?.status).toBe(500);
		expect((await visitor().auth.signUp({ email: other, password })).error?.status).toBe(500);
		expect(await accounts(other)).toHaveLength(0);
	});

	test('because the last one was sent within a minute leaves that one good', async () => {
		const email = freshAddress();
		await ask(email);
		const token = codeIn(await nextMail(stack.inboxUrl, email));
		expect((await ask(email)).error).toMatchObject({
			status: 429,
			code: 'over_email_send_rate_limit'
		});
		expect(await mailsTo(stack.inboxUrl, email)).toHaveLength(1);
		const { error } = await visitor().auth.verifyOtp({ email, token, type: 'email' });
		expect(error).toBeNull();
	});
});

describe('who has an account stays unknown', () => {
	test('a password counts only after the address is confirmed', async () => {
		const email = freshAddress();
		const { data } = await visitor().auth.signUp({ email, password });
		expect(data.session).toBeNull();
		const early = await visitor().auth.signInWithPassword({ email, password });
		expect(early.error?.code).toBe('email_not_confirmed');
		const person = visitor();
		const token = codeIn(await nextMail(stack.inboxUrl, email));
		await person.auth.verifyOtp({ email, token, type: 'email' });
		// The password from before may be a stranger's; the one set now is the owner's.
		expect((await person.auth.updateUser({ password: `${password}!` })).error).toBeNull();
		const late = await visitor().auth.signInWithPassword({ email, password: `${password}!` });
		expect(late.data.session?.user.email).toBe(email);
	});

	test('signing up again with a confirmed address looks like the first time', async () => {
		const known = 'marit@tidetable.example';
		const before = await mailsTo(stack.inboxUrl, known);
		const again = await visitor().auth.signUp({ email: known, password });
		const fresh = await visitor().auth.signUp({ email: freshAddress(), password });
		expect(again.error).toBeNull();
		expect(again.data.session).toBeNull();
		expect(again.data.user?.email_confirmed_at).toBe(fresh.data.user?.email_confirmed_at ?? null);
		expect(again.data.user?.user_metadata).toEqual({});
		expect(await mailsTo(stack.inboxUrl, known)).toEqual(before);
	});

	test('asking for a code answers the same for everybody', async () => {
		const ask = async (email: string, path: string) => {
			const answer = await fetch(`${stack.apiUrl}/auth/v1/${path}`, {
				method: 'POST',
				headers: { apikey: stack.publishableKey, 'content-type': 'application/json' },
				body: JSON.stringify({ email, type: 'signup' })
			});
			return [answer.status, [...answer.headers.keys()].sort(), await answer.text()];
		};
		// Somebody else each time: within a minute of the first mail Auth refuses the next one.
		for (const [path, name] of [
			['otp', 'joan'],
			['recover', 'anselm'],
			['resend', 'reader']
		] as const) {
			const known = `${name}@tidetable.example`;
			expect(await ask(freshAddress(), path)).toEqual(await ask(known, path));
		}
	});
});
