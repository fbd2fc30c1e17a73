import { createClient } from '@supabase/supabase-js';
import { expect, test } from 'vitest';
import { freshEmail, one, type Actor } from '../support/actors.ts';
import { countOf, db, sql, stack } from '../support/clients.ts';
import {
	makeGrant,
	makeMember,
	makePost,
	makePublication,
	makeStaff,
	makeTier
} from '../support/factories.ts';

// The other tests sign their tokens themselves, which is faster. This one holds that to be fair.
test('a token from Auth has the rights of those the tests sign', async () => {
	const [email, password] = [freshEmail('signed-up'), 'a-long-enough-password'];
	const options = { auth: { persistSession: false, autoRefreshToken: false } };
	const admin = createClient(stack.apiUrl, stack.secretKey, options);
	const made = await admin.auth.admin.createUser({ email, password, email_confirm: true });
	const signedIn = await createClient(
		stack.apiUrl,
		stack.publishableKey,
		options
	).auth.signInWithPassword({
		email,
		password
	});
	const reader: Actor = {
		id: made.data.user?.id ?? '',
		email,
		token: signedIn.data.session?.access_token
	};
	expect(reader.token).toEqual(expect.any(String));

	const publication = await makePublication();
	const [member, tier] = await Promise.all([makeMember(publication, email), makeTier(publication)]);
	await makeGrant(publication, member, tier);
	const paid = await makePost({ publication, by: null, state: 'paid' });
	const draft = await makePost({ publication, by: null });
	const reads = async () =>
		Promise.all(
			[paid, draft].map((id) => countOf(reader, `post_contents?select=post_id&post_id=eq.${id}`))
		);
	expect(await reads()).toEqual([1, 0]);

	await makeStaff(publication, reader.id, 'editor');
	expect(await reads()).toEqual([1, 1]);
	await db(reader).from('posts').update({ title: 'Changed' }).eq('id', draft);
	expect(one(await sql`select title from posts where id = ${draft}`).title).toBe('Changed');
});
