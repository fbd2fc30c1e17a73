import { createClient } from '@supabase/supabase-js';
import { beforeAll, describe, expect } from 'vitest';
import { codeIn, linkIn, mailsTo, nextMail, type Mail } from '../support/inbox.ts';
import { check, password, useConformanceStack, type Person } from './support.ts';

const { stack, client, service, person } = useConformanceStack();

const inbox = () => stack().inboxUrl;
const verify = '/auth/v1/verify';
const tokenIn = (mail: Mail) => new URL(linkIn(mail, verify)).searchParams.get('token') ?? '';

describe('passwords and sessions', () => {
	let ann: Person;
	beforeAll(async () => {
		ann = await person('ann');
	});

	check('signUp (confirm off) gives session', async () => {
		const { data } = await client().auth.signUp({
			email: 'first@example.com',
			password,
			options: { data: { full_name: 'Ann Ä' } }
		});
		expect(data.session?.access_token).toBeTruthy();
		expect(data.user?.user_metadata.full_name).toBe('Ann Ä');
	});

	check('signUp 2', async () => {
		const { data } = await client().auth.signUp({ email: 'second@example.com', password });
		expect(data.session?.access_token).toBeTruthy();
	});

	check('signUp duplicate', async () => {
		const { error } = await client().auth.signUp({ email: ann.email, password });
		expect(error?.code).toBe('user_already_exists');
	});

	check('signIn wrong pw', async () => {
		const wrong = { email: ann.email, password: 'nope' };
		const { error } = await client().auth.signInWithPassword(wrong);
		expect(error).toMatchObject({ code: 'invalid_credentials', status: 400 });
	});

	check('signInWithPassword', async () => {
		const { data } = await client().auth.signInWithPassword({ email: ann.email, password });
		expect(data.session?.access_token).toBeTruthy();
	});

	check('getUser', async () => {
		const { data } = await ann.db.auth.getUser();
		expect(data.user?.email).toBe(ann.email);
	});

	check('getClaims', async () => {
		const { data } = await ann.db.auth.getClaims();
		expect(data?.claims).toMatchObject({
			sub: ann.id,
			email: ann.email,
			role: 'authenticated',
			aal: 'aal1',
			is_anonymous: false,
			iss: `${stack().apiUrl}/auth/v1`,
			app_metadata: { provider: 'email' },
			amr: [{ method: 'password' }]
		});
	});

	check('refreshSession', async () => {
		const before = (await ann.db.auth.getClaims()).data?.claims;
		const { data } = await ann.db.auth.refreshSession();
		expect(data.session?.access_token).toBeTruthy();
		const after = (await ann.db.auth.getClaims()).data?.claims;
		expect(after?.session_id).toBe(before?.session_id);
		expect(after?.amr).toEqual(before?.amr);
	});

	check('trigger on auth.users made profile', async () => {
		const bob = client();
		const { data: made } = await bob.auth.signUp({
			email: 'bob@example.com',
			password,
			options: { data: { full_name: 'Bob Ö' } }
		});
		const { data } = await client()
			.from('profiles')
			.select('id,full_name')
			.eq('id', made.user?.id)
			.single();
		expect(data?.full_name).toBe('Bob Ö');
	});

	check('updateUser metadata', async () => {
		const { db } = await person();
		const { data } = await db.auth.updateUser({ data: { foo: 1 } });
		expect(data.user?.user_metadata.foo).toBe(1);
	});

	check('signOut', async () => {
		const { db } = await person();
		expect(await db.auth.signOut()).toEqual({ error: null });
	});

	check('getUser after signOut w/ old jwt', async () => {
		const { db } = await person();
		const { data } = await db.auth.getSession();
		await db.auth.signOut();
		const { error } = await client().auth.getUser(data.session?.access_token);
		expect(error?.name).toBe('AuthSessionMissingError');
	});

	check('signInAnonymously', async () => {
		const { error } = await client().auth.signInAnonymously();
		expect(error).toBeNull();
	});

	check('mfa.enroll', async () => {
		const { error } = await ann.db.auth.mfa.enroll({ factorType: 'totp' });
		expect(error).toBeNull();
	});
});

describe('codes and links by mail', () => {
	check('signInWithOtp existing', async () => {
		const { email } = await person();
		const { error } = await client().auth.signInWithOtp({
			email,
			options: { emailRedirectTo: 'http://127.0.0.1:5173/auth/confirm' }
		});
		expect(error).toBeNull();
		const mail = await nextMail(inbox(), email);
		expect(codeIn(mail)).toMatch(/^\d{6}$/);
		const link = new URL(linkIn(mail, verify));
		expect(link.origin).toBe(stack().apiUrl);
		expect(link.searchParams.get('redirect_to')).toBe('http://127.0.0.1:5173/auth/confirm');
	});

	const linkFor = async (email: string) => {
		await client().auth.signInWithOtp({ email });
		return tokenIn(await nextMail(inbox(), email));
	};

	check('verifyOtp token_hash email', async () => {
		const { email } = await person();
		const token_hash = await linkFor(email);
		const { data } = await client().auth.verifyOtp({ token_hash, type: 'email' });
		expect(data.session?.user.email).toBe(email);
	});

	check('verifyOtp reuse -> otp_expired', async () => {
		const { email } = await person();
		const token_hash = await linkFor(email);
		await client().auth.verifyOtp({ token_hash, type: 'email' });
		const { error } = await client().auth.verifyOtp({ token_hash, type: 'email' });
		expect(error?.code).toBe('otp_expired');
	});

	check('signInWithOtp new user creates user', async () => {
		const email = 'new@example.com';
		const { error } = await client().auth.signInWithOtp({ email });
		expect(error).toBeNull();
		const { data } = await service().auth.admin.listUsers();
		expect(data.users.map((user) => user.email)).toContain(email);
	});

	check('verifyOtp email+token', async () => {
		const email = 'code@example.com';
		await client().auth.signInWithOtp({ email });
		const code = codeIn(await nextMail(inbox(), email));
		const { data } = await client().auth.verifyOtp({ email, token: code, type: 'email' });
		expect(data.session?.user.email).toBe(email);
		expect(data.user?.email_confirmed_at).toBeTruthy();
	});

	check('signInWithOtp shouldCreateUser false', async () => {
		const email = 'unknown@example.com';
		const { error } = await client().auth.signInWithOtp({
			email,
			options: { shouldCreateUser: false }
		});
		expect(error?.code).toBe('otp_disabled');
		expect(await mailsTo(inbox(), email)).toEqual([]);
	});

	check('resetPasswordForEmail + recovery verify + updateUser', async () => {
		const { email } = await person();
		await client().auth.resetPasswordForEmail(email);
		const token_hash = tokenIn(await nextMail(inbox(), email));
		const visitor = client();
		await visitor.auth.verifyOtp({ token_hash, type: 'recovery' });
		const { error } = await visitor.auth.updateUser({ password: 'NewPassw0rd!' });
		expect(error).toBeNull();
	});

	check('signIn new pw', async () => {
		const { email, db } = await person();
		await db.auth.updateUser({ password: 'NewPassw0rd!' });
		const changed = { email, password: 'NewPassw0rd!' };
		const { data } = await client().auth.signInWithPassword(changed);
		expect(data.session?.user.email).toBe(email);
		const { error } = await client().auth.signInWithPassword({ email, password });
		expect(error?.code).toBe('invalid_credentials');
	});

	check('PKCE: signInWithOtp + code exchange', async () => {
		const { email } = await person();
		const kept = new Map<string, string>();
		const visitor = createClient(stack().apiUrl, stack().keys.publishable, {
			auth: {
				flowType: 'pkce',
				autoRefreshToken: false,
				detectSessionInUrl: false,
				storage: {
					getItem: (key) => kept.get(key) ?? null,
					setItem: (key, value) => void kept.set(key, value),
					removeItem: (key) => void kept.delete(key)
				}
			}
		});
		const emailRedirectTo = 'http://127.0.0.1:5173/cb';
		await visitor.auth.signInWithOtp({ email, options: { emailRedirectTo } });
		const link = linkIn(await nextMail(inbox(), email), verify);
		const answer = await fetch(link, { redirect: 'manual' });
		const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
		expect((await client().auth.exchangeCodeForSession(code)).error).not.toBeNull();
		const { data } = await visitor.auth.exchangeCodeForSession(code);
		expect(data.session?.user.email).toBe(email);
		expect((await visitor.auth.exchangeCodeForSession(code)).error).not.toBeNull();
	});

	check('PKCE: the code and the hash of its mail sign in as well', async () => {
		const visitor = () =>
			createClient(stack().apiUrl, stack().keys.publishable, {
				auth: { flowType: 'pkce', persistSession: false, autoRefreshToken: false }
			});
		const email = 'pkce@example.com';
		await visitor().auth.signInWithOtp({ email });
		const first = await nextMail(inbox(), email);
		expect(tokenIn(first)).toMatch(/^pkce_/);
		const token_hash = tokenIn(first);
		const byHash = await visitor().auth.verifyOtp({ token_hash, type: 'email' });
		expect(byHash.data.session?.user.email).toBe(email);

		await visitor().auth.signInWithOtp({ email });
		const token = codeIn(await nextMail(inbox(), email, 1));
		const byCode = await visitor().auth.verifyOtp({ email, token, type: 'email' });
		expect(byCode.data.session?.user.email).toBe(email);
	});
});

describe('the admin API', () => {
	check('admin.createUser', async () => {
		const email = 'made@example.com';
		const made = { email, password, email_confirm: true };
		const { data, error } = await service().auth.admin.createUser(made);
		expect(error).toBeNull();
		expect(data.user?.email_confirmed_at).toBeTruthy();
		const { data: session } = await client().auth.signInWithPassword({ email, password });
		expect(session.user?.id).toBe(data.user?.id);
	});

	check('admin.listUsers', async () => {
		const { id } = await person();
		const { data, error } = await service().auth.admin.listUsers();
		expect(error).toBeNull();
		expect(data.users.map((user) => user.id)).toContain(id);
	});

	check('admin.generateLink', async () => {
		const { email } = await person();
		const { data } = await service().auth.admin.generateLink({ type: 'magiclink', email });
		const { data: session } = await client().auth.verifyOtp({
			token_hash: data.properties?.hashed_token ?? '',
			type: 'email'
		});
		expect(session.session?.user.email).toBe(email);
	});

	check('admin.inviteUserByEmail', async () => {
		const email = 'invited@example.com';
		const { data, error } = await service().auth.admin.inviteUserByEmail(email);
		expect(error).toBeNull();
		expect(data.user?.email_confirmed_at).toBeNull();
		const code = codeIn(await nextMail(inbox(), email));
		const accepted = await client().auth.verifyOtp({ email, token: code, type: 'invite' });
		expect(accepted.data.session?.user.email).toBe(email);
	});

	check('admin.deleteUser', async () => {
		const { id, email } = await person();
		const { error } = await service().auth.admin.deleteUser(id);
		expect(error).toBeNull();
		const { data } = await client().auth.signInWithPassword({ email, password });
		expect(data.session).toBeNull();
	});

	check('the admin API is closed without the secret key', async () => {
		const { db } = await person();
		const { error } = await db.auth.admin.listUsers();
		expect(error?.status).toBe(401);
		const invited = await db.auth.admin.inviteUserByEmail('nobody@example.com');
		expect(invited.error?.status).toBe(401);
	});
});
