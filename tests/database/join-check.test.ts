import { beforeEach, describe, expect, test } from 'vitest';
import { proofOfWork, rates } from '../../src/lib/limits.ts';
import { freshEmail, one } from '../support/actors.ts';
import { freshNetwork } from '../support/networks.ts';
import { sql } from '../support/clients.ts';
import { makeMember, makePublication } from '../support/factories.ts';
import { askToJoin, challengeFor, crowd, proofOf, type Asking } from '../support/joining.ts';
import { refusal } from '../support/transactions.ts';

let publication: string;
beforeEach(async () => {
	publication = await makePublication();
});

const ask = (email: string, more: Partial<Asking> = {}) =>
	askToJoin({ publication, email, ...more });

async function proven(email: string): Promise<Asking['way']> {
	return proofOf(await challengeFor(publication, email));
}

async function mailsTo(email: string) {
	return sql<{ kind: string; minutes: number }[]>`
		select kind, round(extract(epoch from due_at - created_at) / 60)::integer as minutes
		from private.outbox where to_email = ${email}`;
}

describe('the check', () => {
	test('costs what src/lib/limits.ts says', async () => {
		expect(one(await sql`select * from private.proof_of_work()`)).toEqual(proofOfWork);
	});

	test('is wanted when one publication is asked very often, and of nobody elsewhere', async () => {
		expect(await refusal(ask(freshEmail()))).toBeNull();
		await crowd(publication);
		const { error, status } = await ask(freshEmail());
		expect([status, error?.code, error?.message]).toEqual([428, 'PT428', 'check_required']);
		publication = await makePublication();
		expect(await refusal(ask(freshEmail()))).toBeNull();
	});

	test('is wanted of a network that asks often, and of no other', async () => {
		const network = freshNetwork();
		for (let n = 0; n < rates.join_network.tries; n++) {
			await sql`select private.take_try('join_network', ${network})`;
		}
		expect(await refusal(ask(freshEmail(), { network }))).toBe('PT428');
		expect(await refusal(ask(freshEmail()))).toBeNull();
	});

	test.each(['active', 'left', 'banned', 'nobody'])('is the same for who is %s', async (status) => {
		const email = freshEmail();
		if (status !== 'nobody') await makeMember(publication, email, status);
		await crowd(publication);
		expect(await refusal(ask(email))).toBe('PT428');
		const way = await proven(email);
		const { data, error } = await ask(email, { way });
		expect({ data, error }).toEqual({ data: expect.any(String), error: null });
		expect(await mailsTo(email)).toHaveLength(status === 'banned' ? 0 : 1);
	});

	test('writes nothing where it is wanted', async () => {
		await crowd(publication);
		const rows = async () =>
			one(
				await sql<{ tries: number; requests: number }[]>`
					select (select count(*)::integer from private.tries) as tries,
						(select count(*)::integer from private.join_requests where publication_id = ${publication}) as requests`
			);
		const before = await rows();
		for (let n = 0; n < 20; n++) await ask(freshEmail());
		expect(await rows()).toEqual(before);
	});
});

describe('a proof of work', () => {
	test('lets somebody pass', async () => {
		await crowd(publication);
		const email = freshEmail();
		expect(await refusal(ask(email, { way: await proven(email) }))).toBeNull();
		expect(await mailsTo(email)).toEqual([{ kind: 'confirm_join', minutes: 0 }]);
	});

	test('is good once', async () => {
		await crowd(publication);
		const email = freshEmail();
		const way = await proven(email);
		expect(await refusal(ask(email, { way }))).toBeNull();
		await sql`update private.tries set ends_at = now() where key = encode(sha256(convert_to(${`join_again:${publication} ${email}`}, 'UTF8')), 'hex')`;
		expect(await refusal(ask(email, { way }))).toBe('PT428');
	});

	test('is good for its own address and publication only', async () => {
		await crowd(publication);
		const email = freshEmail();
		const way = await proven(email);
		expect(await refusal(ask(freshEmail(), { way }))).toBe('PT428');
		const other = await makePublication();
		await crowd(other);
		expect(await refusal(askToJoin({ publication: other, email, way }))).toBe('PT428');
		expect(await refusal(ask(email, { way }))).toBeNull();
	});

	test('is good until it expires', async () => {
		await crowd(publication);
		const email = freshEmail();
		const nonce = 'a'.repeat(32);
		const signed = async (seconds: number) => {
			const [row] = await sql<{ challenge: string }[]>`
				select private.sign_challenge(
					${nonce}, extract(epoch from now())::bigint + ${seconds}, ${publication}, ${email}
				) as challenge`;
			return proofOf({ ...proofOfWork, challenge: row?.challenge ?? '' });
		};
		// A second ago: the moment in the challenge is rounded to whole seconds.
		expect(await refusal(ask(email, { way: await signed(-1) }))).toBe('PT428');
		expect(await refusal(ask(email, { way: await signed(60) }))).toBeNull();
	});

	test('is not made up', async () => {
		await crowd(publication);
		const email = freshEmail();
		const { challenge, ...size } = await challengeFor(publication, email);
		const { p_answers } = proofOf({ challenge, ...size });
		const [nonce, ends, signature] = challenge.split('.');
		const ways: [string, Asking['way']][] = [
			['a wrong answer', { p_challenge: challenge, p_answers: p_answers.with(3, 0) }],
			['an answer too few', { p_challenge: challenge, p_answers: p_answers.slice(1) }],
			['an answer too many', { p_challenge: challenge, p_answers: [...p_answers, 1] }],
			['answers in another order', { p_challenge: challenge, p_answers: p_answers.toReversed() }],
			['no answers', { p_challenge: challenge, p_answers: [] }],
			[
				'empty answers',
				{
					p_challenge: challenge,
					p_answers: JSON.parse('[null,null,null,null,null,null,null,null]')
				}
			],
			['a later end', { p_challenge: `${nonce}.${Number(ends) + 1}.${signature}`, p_answers }],
			['a number for the end', { p_challenge: `${nonce}.0${ends}.${signature}`, p_answers }],
			['no signature', { p_challenge: `${nonce}.${ends}`, p_answers }],
			['another signature', { p_challenge: `${nonce}.${ends}.${'0'.repeat(64)}`, p_answers }],
			['nothing', { p_challenge: '', p_answers }]
		];
		for (const [what, way] of ways) {
			expect([what, await refusal(ask(email, { way }))]).toEqual([what, 'PT428']);
		}
		expect(await refusal(ask(email, { way: { p_challenge: challenge, p_answers } }))).toBeNull();
	});

	test('does not lift the limits of a mailbox', async () => {
		await crowd(publication);
		const email = freshEmail();
		for (let n = 0; n < rates.join_mailbox.tries; n++) {
			await sql`select private.take_try('join_mailbox', ${`${publication} ${email}`})`;
		}
		const other = email.replace('@', '+other@');
		expect((await ask(other, { way: await proven(other) })).error).toMatchObject({
			code: 'PT429',
			message: 'too_many_requests'
		});
	});

	test('lets one network pass so often', async () => {
		await crowd(publication);
		const [network, email] = [freshNetwork(), freshEmail()];
		for (let n = 0; n < rates.join_proven.tries; n++) {
			await sql`select private.take_try('join_proven', ${network})`;
		}
		const { error } = await ask(email, { network, way: await proven(email) });
		expect(error).toMatchObject({ code: 'PT429', message: 'slow_down' });
	});
});

describe('a link that waits', () => {
	const later = { way: { p_later: true } } as const;

	test('is mailed in ten minutes', async () => {
		await crowd(publication);
		const email = freshEmail();
		const { data } = await ask(email, later);
		expect(Math.round((Date.parse(data ?? '') - Date.now()) / 60_000)).toBe(10);
		expect(await mailsTo(email)).toEqual([{ kind: 'confirm_join', minutes: 10 }]);
	});

	test('is mailed to so many of a network, and so many of a publication', async () => {
		const network = freshNetwork();
		for (let n = 0; n < rates.join_later_network.tries; n++) {
			expect(await refusal(ask(freshEmail(), { network, ...later }))).toBeNull();
		}
		expect((await ask(freshEmail(), { network, ...later })).error?.message).toBe('slow_down');
		for (let n = rates.join_later_network.tries; n < rates.join_later.tries; n++) {
			await sql`select private.take_try('join_later', ${publication})`;
		}
		expect((await ask(freshEmail(), later)).error?.message).toBe('slow_down');
	});
});
