import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { rates } from '../../src/lib/limits.ts';
import { anon, freshEmail, makeActor, type Actor } from '../support/actors.ts';
import { db, rest, sql } from '../support/clients.ts';
import { hashOf, makeInvitation, makePublication, makeStaff } from '../support/factories.ts';
import { begin, outcome, refusal } from '../support/transactions.ts';

async function publicationOf(role = 'owner'): Promise<{ id: string; inviter: Actor }> {
	const id = await makePublication();
	const [inviter, owner] = await Promise.all([makeActor(role), makeActor('owner')]);
	await makeStaff(id, owner.id, 'owner');
	await makeStaff(id, inviter.id, role);
	return { id, inviter };
}

const accept = (actor: Actor, token: string) =>
	db(actor).rpc('accept_staff_invitation', { p_token: token });
const preview = (actor: Actor, token: string) =>
	db(actor).rpc('staff_invitation_preview', { p_token: token });
const invite = (
	by: Actor,
	publication: string,
	email: string,
	role = 'author',
	hash = hashOf(randomUUID())
) =>
	db(by).rpc('create_staff_invitation', {
		p_publication_id: publication,
		p_email: email,
		p_role: role,
		p_token_hash: hash
	});

async function roleOf(publication: string, user: string): Promise<string | undefined> {
	const [row] = await sql<{ role: string }[]>`
		select role from publication_staff where publication_id = ${publication} and user_id = ${user}`;
	return row?.role;
}

describe('accepting', () => {
	test('makes staff of the invited address, once', async () => {
		const { id, inviter } = await publicationOf();
		const [guest, token] = [await makeActor('guest'), randomUUID()];
		await makeInvitation({
			publication: id,
			email: guest.email,
			by: inviter.id,
			role: 'editor',
			token
		});
		expect(await accept(guest, token)).toMatchObject({ data: id, error: null });
		expect(await roleOf(id, guest.id)).toBe('editor');

		await sql`delete from publication_staff where user_id = ${guest.id}`;
		const { error } = await accept(guest, token);
		expect(error).toMatchObject({ code: 'PT410', message: 'invitation_used' });
		expect(await roleOf(id, guest.id)).toBeUndefined();
	});

	test('twice at once works once', async () => {
		const { id, inviter } = await publicationOf();
		const [guest, token] = [await makeActor('guest'), randomUUID()];
		await makeInvitation({ publication: id, email: guest.email, by: inviter.id, token });
		const [one, two] = await Promise.all([begin(guest), begin(guest)]);
		await one.sql`select accept_staff_invitation(${token})`;
		const late = outcome(two.sql`select accept_staff_invitation(${token})`);
		await two.isBlocked();
		await one.commit();
		expect(await late).toBe('PT410');
	});

	test('is bound to the address', async () => {
		const { id, inviter } = await publicationOf();
		const [guest, token] = [await makeActor('guest'), randomUUID()];
		await makeInvitation({ publication: id, email: freshEmail(), by: inviter.id, token });
		const { error } = await accept(guest, token);
		expect(error).toMatchObject({ code: 'PT403', message: 'invitation_other_address' });
		expect(await roleOf(id, guest.id)).toBeUndefined();
	});

	test('wants the address confirmed', async () => {
		const { id, inviter } = await publicationOf();
		const [guest, token] = [await makeActor('guest'), randomUUID()];
		await makeInvitation({ publication: id, email: guest.email, by: inviter.id, token });
		await sql`update auth.users set email_confirmed_at = null where id = ${guest.id}`;
		expect(await refusal(accept(guest, token))).toBe('PT403');
		expect(await roleOf(id, guest.id)).toBeUndefined();
	});

	test('ends with the week', async () => {
		const { id, inviter } = await publicationOf();
		const [guest, token] = [await makeActor('guest'), randomUUID()];
		await makeInvitation({
			publication: id,
			email: guest.email,
			by: inviter.id,
			token,
			expired: true
		});
		const { error } = await accept(guest, token);
		expect(error).toMatchObject({ code: 'PT410', message: 'invitation_expired' });
		expect(await roleOf(id, guest.id)).toBeUndefined();
	});

	test('wants a token that exists', async () => {
		const guest = await makeActor('guest');
		const { error } = await accept(guest, randomUUID());
		expect(error).toMatchObject({ code: 'PT404', message: 'invitation_not_found' });
	});

	test('does not take the stored hash for the token', async () => {
		const { id, inviter } = await publicationOf();
		const [guest, token] = [await makeActor('guest'), randomUUID()];
		await makeInvitation({ publication: id, email: guest.email, by: inviter.id, token });
		expect(await refusal(accept(guest, hashOf(token)))).toBe('PT404');
	});

	test('leaves the role of somebody who is staff already', async () => {
		const { id, inviter } = await publicationOf();
		const [guest, token] = [await makeActor('guest'), randomUUID()];
		await makeInvitation({ publication: id, email: guest.email, by: inviter.id, token });
		await makeStaff(id, guest.id, 'admin');
		expect(await refusal(accept(guest, token))).toBeNull();
		expect(await roleOf(id, guest.id)).toBe('admin');
	});
});

describe('an invitation is void', () => {
	test.each([
		{ inviterNow: 'admin', role: 'owner' },
		{ inviterNow: 'editor', role: 'author' },
		{ inviterNow: 'author', role: 'author' }
	])('of a(n) $role when its sender is $inviterNow now', async ({ inviterNow, role }) => {
		const { id, inviter } = await publicationOf();
		const [guest, token] = [await makeActor('guest'), randomUUID()];
		await makeInvitation({ publication: id, email: guest.email, by: inviter.id, role, token });
		await sql`update publication_staff set role = ${inviterNow} where user_id = ${inviter.id}`;
		const { error } = await accept(guest, token);
		expect(error).toMatchObject({ code: 'PT410', message: 'invitation_void' });
		expect(await roleOf(id, guest.id)).toBeUndefined();
	});

	test('when its sender is gone', async () => {
		const { id, inviter } = await publicationOf();
		const [guest, token] = [await makeActor('guest'), randomUUID()];
		await makeInvitation({ publication: id, email: guest.email, by: inviter.id, token });
		await sql`delete from publication_staff where user_id = ${inviter.id}`;
		expect(await refusal(accept(guest, token))).toBe('PT410');
	});

	test('when it was revoked', async () => {
		const { id, inviter } = await publicationOf();
		const [guest, token] = [await makeActor('guest'), randomUUID()];
		const invitation = await makeInvitation({
			publication: id,
			email: guest.email,
			by: inviter.id,
			token
		});
		await db(inviter).from('staff_invitations').delete().eq('id', invitation);
		expect(await refusal(accept(guest, token))).toBe('PT404');
	});
});

describe('inviting', () => {
	test('replaces a pending invitation to the same address, whatever its letters', async () => {
		const { id, inviter } = await publicationOf();
		const email = freshEmail();
		await invite(inviter, id, email);
		expect(await refusal(invite(inviter, id, `  ${email.toUpperCase()} `, 'editor'))).toBeNull();
		expect(
			await sql`select email, role from staff_invitations where publication_id = ${id}`
		).toEqual([{ email, role: 'editor' }]);
	});

	test('tells admins who is staff already, and strangers nothing', async () => {
		const { id, inviter } = await publicationOf('admin');
		const stranger = await makeActor();
		expect(await refusal(invite(inviter, id, inviter.email))).toBe('PT409');
		expect(await refusal(invite(stranger, id, inviter.email))).toBe('42501');
		expect(await refusal(invite(stranger, id, freshEmail()))).toBe('42501');
	});

	/** Uses up a rate but for one try. */
	async function useUp(name: 'invite' | 'invited_mailbox', subject: string) {
		for (let n = 1; n < rates[name].tries; n++)
			await sql`select private.take_try(${name}, ${subject})`;
	}

	test('is limited for a publication, whatever the addresses', async () => {
		const { id, inviter } = await publicationOf();
		await useUp('invite', id);
		expect(await refusal(invite(inviter, id, freshEmail()))).toBeNull();
		expect(await refusal(invite(inviter, id, freshEmail()))).toBe('PT429');
		await sql`update private.tries set ends_at = now() where key = ${hashOf(`invite:${id}`)}`;
		expect(await refusal(invite(inviter, id, freshEmail()))).toBeNull();
	});

	test('is bounded for one person, whatever the publication', async () => {
		const [first, second] = [await publicationOf(), await publicationOf()];
		await makeStaff(second.id, first.inviter.id, 'owner');
		await sql`
			select private.take_try('invitations', ${first.inviter.id})
			from generate_series(1, ${rates.invitations.tries - 1})`;
		expect(await refusal(invite(first.inviter, first.id, freshEmail()))).toBeNull();
		expect(await refusal(invite(first.inviter, second.id, freshEmail()))).toBe('PT429');
		const direct = { email: freshEmail(), role: 'author', token_hash: hashOf(randomUUID()) };
		expect(
			await refusal(
				db(first.inviter)
					.from('staff_invitations')
					.insert({ publication_id: second.id, ...direct })
			)
		).toBe('PT429');
		expect(await refusal(invite(second.inviter, second.id, freshEmail()))).toBeNull();
	});

	test('reaches one mailbox three times a day, however its address is written', async () => {
		const { id, inviter } = await publicationOf();
		const email = freshEmail();
		const written = [
			email,
			email.replace('@', '+a@'),
			email.toUpperCase(),
			email.replace('@', '+b@')
		];
		const codes: (string | null)[] = [];
		for (const address of written) codes.push(await refusal(invite(inviter, id, address)));
		expect(codes).toEqual([null, null, null, 'PT429']);
		expect(await refusal(invite(inviter, id, freshEmail()))).toBeNull();
	});

	test('reaches one mailbox so many times a day from however many publications', async () => {
		const { id, inviter } = await publicationOf();
		const email = freshEmail();
		await useUp('invited_mailbox', email);
		expect(await refusal(invite(inviter, id, email))).toBeNull();
		const other = await publicationOf();
		expect(await refusal(invite(other.inviter, other.id, email.replace('@', '+a@')))).toBe('PT429');
	});

	test.each([
		['an address without a host', 'nobody', hashOf('a'), '22023'],
		['an address with a line break', 'a@example.test\nbcc:b@example.test', hashOf('b'), '22023'],
		['an address of 300 characters', `${'a'.repeat(290)}@example.test`, hashOf('c'), '22023'],
		['a token instead of its hash', 'a@example.test', 'a-token', '23514']
	])('refuses %s', async (_, email, hash, code) => {
		const { id, inviter } = await publicationOf();
		expect(await refusal(invite(inviter, id, email, 'author', hash))).toBe(code);
	});

	test('cannot be done in the name of another, or for longer', async () => {
		const { id, inviter } = await publicationOf();
		const row = {
			publication_id: id,
			email: freshEmail(),
			role: 'author',
			token_hash: hashOf('d')
		};
		const other = await makeActor();
		const insert = (extra: object) =>
			refusal(
				db(inviter)
					.from('staff_invitations')
					.insert({ ...row, ...extra })
			);
		expect(await insert({ invited_by: other.id })).toBe('42501');
		expect(await insert({ expires_at: '2100-01-01T00:00:00Z' })).toBe('42501');
	});
});

describe('the token', () => {
	test.each(['token_hash', 'token_hash,id', '*'])('hides from select=%s', async (columns) => {
		const { id, inviter } = await publicationOf();
		await makeInvitation({ publication: id, email: freshEmail(), by: inviter.id });
		const answer = await rest(
			inviter,
			`staff_invitations?select=${columns}&publication_id=eq.${id}`
		);
		expect(answer.text).toContain('42501');
	});

	test('hides from filters and orders', async () => {
		const { id, inviter } = await publicationOf();
		const token = randomUUID();
		await makeInvitation({ publication: id, email: freshEmail(), by: inviter.id, token });
		const filtered = await rest(
			inviter,
			`staff_invitations?select=id&token_hash=eq.${hashOf(token)}`
		);
		const ordered = await rest(inviter, 'staff_invitations?select=id&order=token_hash');
		expect([filtered.text, ordered.text]).toEqual([
			expect.stringContaining('42501'),
			expect.stringContaining('42501')
		]);
	});

	test('opens a preview that shows no whole address', async () => {
		const { id, inviter } = await publicationOf();
		const token = randomUUID();
		await makeInvitation({ publication: id, email: 'reader@example.test', by: inviter.id, token });
		const { data } = await preview(anon, token);
		expect(data).toMatchObject([{ role: 'author', state: 'open', email_hint: 'r…@example.test' }]);
		expect((await preview(anon, randomUUID())).data).toEqual([]);
	});
});
