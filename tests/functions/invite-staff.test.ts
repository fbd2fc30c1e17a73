import { describe, expect, test } from 'vitest';
import { anon, freshEmail, makeActor, type Actor } from '../support/actors.ts';
import { db, sql, stack } from '../support/clients.ts';
import { makePublication, makeStaff } from '../support/factories.ts';
import { linkIn, mailsTo } from '../support/inbox.ts';

const address = `${stack.apiUrl}/functions/v1/invite-staff`;

async function publicationOf(role: string): Promise<{ id: string; inviter: Actor }> {
	const [id, inviter] = [await makePublication(), await makeActor(role)];
	await makeStaff(id, inviter.id, role);
	return { id, inviter };
}

async function invite(by: Actor, body: object): Promise<[status: number, code: string]> {
	const response = await fetch(address, {
		method: 'POST',
		headers: {
			apikey: stack.publishableKey,
			'content-type': 'application/json',
			...(by.token && { authorization: `Bearer ${by.token}` })
		},
		body: JSON.stringify(body)
	});
	const answer: unknown = await response.json();
	const code = typeof answer === 'object' && answer && 'code' in answer ? answer.code : '';
	return [response.status, String(code)];
}

const invitationsTo = (email: string) =>
	sql<{ role: string; invited_by: string }[]>`
		select role, invited_by from staff_invitations where email = ${email}`;

describe('invite-staff', () => {
	test('an admin invites, and the mailed link lets the guest in', async () => {
		const { id, inviter } = await publicationOf('admin');
		const guest = await makeActor('guest');
		const body = { publication_id: id, email: guest.email.toUpperCase(), role: 'editor' };
		expect(await invite(inviter, body)).toEqual([201, '']);
		expect(await invitationsTo(guest.email)).toMatchObject([
			{ role: 'editor', invited_by: inviter.id }
		]);

		const [mail] = await mailsTo(stack.inboxUrl, guest.email);
		if (!mail) throw new Error('No mail came.');
		const link = new URL(linkIn(mail, '/invitations/'));
		expect(link.origin).toBe(new URL(stack.siteUrl).origin);
		const token = link.pathname.replace('/invitations/', '');
		const { data } = await db(guest).rpc('accept_staff_invitation', { p_token: token });
		expect(data).toBe(id);
	});

	test('again replaces the link, and the first one is worth nothing', async () => {
		const { id, inviter } = await publicationOf('owner');
		const guest = await makeActor('guest');
		const body = { publication_id: id, email: guest.email, role: 'author' };
		await invite(inviter, body);
		await invite(inviter, body);

		const tokens = (await mailsTo(stack.inboxUrl, guest.email)).map((mail) =>
			new URL(linkIn(mail, '/invitations/')).pathname.replace('/invitations/', '')
		);
		expect(new Set(tokens).size).toBe(2);
		const states = await Promise.all(
			tokens.map(async (token) => {
				const { data } = await db(guest).rpc('staff_invitation_preview', { p_token: token });
				return data?.[0]?.state ?? 'unknown';
			})
		);
		expect(states.toSorted()).toEqual(['open', 'unknown']);
	});

	test.each([
		['an editor', 'editor', 'author'],
		['an author', 'author', 'author'],
		['an admin who would make an owner', 'admin', 'owner']
	])('%s is refused, and nobody gets a mail', async (_, role, invited) => {
		const { id, inviter } = await publicationOf(role);
		const email = freshEmail('guest');
		const body = { publication_id: id, email, role: invited };
		expect(await invite(inviter, body)).toEqual([403, 'forbidden']);
		expect(await invitationsTo(email)).toEqual([]);
		expect(await mailsTo(stack.inboxUrl, email)).toEqual([]);
	});

	test('the staff of another publication are refused', async () => {
		const { id } = await publicationOf('owner');
		const { inviter: stranger } = await publicationOf('owner');
		const body = { publication_id: id, email: freshEmail('guest'), role: 'author' };
		expect(await invite(stranger, body)).toEqual([403, 'forbidden']);
	});

	test('somebody who is staff already is not invited', async () => {
		const { id, inviter } = await publicationOf('owner');
		const body = { publication_id: id, email: inviter.email, role: 'author' };
		expect(await invite(inviter, body)).toEqual([409, 'already_staff']);
	});

	test('no token, no function', async () => {
		const body = { publication_id: await makePublication(), email: freshEmail(), role: 'author' };
		const [status] = await invite(anon, body);
		expect(status).toBe(401);
	});

	test('a token with a forged signature opens nothing', async () => {
		const { id, inviter } = await publicationOf('owner');
		const forged = { ...inviter, token: inviter.token?.replace(/.{8}$/, 'AAAAAAAA') };
		const body = { publication_id: id, email: freshEmail('guest'), role: 'author' };
		expect((await invite(forged, body))[0]).toBe(401);
	});

	test('what is no invitation is refused', async () => {
		const { inviter } = await publicationOf('owner');
		expect(await invite(inviter, { email: 'nobody' })).toEqual([400, 'bad_request']);
	});
});
