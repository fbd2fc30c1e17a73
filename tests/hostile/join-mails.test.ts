import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { rates } from '../../src/lib/limits.ts';
import { anon, freshEmail, makeActor, type Actor } from '../support/actors.ts';
import { freshNetwork } from '../support/networks.ts';
import { db, sql } from '../support/clients.ts';
import { hashOf, makePublication, makeStaff } from '../support/factories.ts';
import { askToJoin, challengeFor, proofOf } from '../support/joining.ts';

const CALLS = 1000;

/** Calls in turns of fifty, as fast as the port answers; how often each answer came. */
async function flood(
	call: (n: number) => PromiseLike<{ error: { code: string } | null }>,
	calls = CALLS
) {
	const codes: Record<string, number> = {};
	for (let begun = 0; begun < calls; begun += 50) {
		const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => call(begun + n)));
		for (const { error } of answers) {
			const code = error?.code ?? 'sent';
			codes[code] = (codes[code] ?? 0) + 1;
		}
	}
	return codes;
}

async function rowsOf(publication: string) {
	const [row] = await sql<{ mails: number; requests: number }[]>`
		select (select count(*)::integer from private.outbox where publication_id = ${publication}) as mails,
			(select count(*)::integer from private.join_requests where publication_id = ${publication}) as requests`;
	return row;
}

async function countTries(): Promise<number> {
	const [row] = await sql<{ n: number }[]>`select count(*)::integer as n from private.tries`;
	return row?.n ?? 0;
}

describe('a thousand requests to join', () => {
	let publication: string;
	beforeAll(async () => {
		publication = await makePublication();
	});

	test(
		'past the site mail to a handful, and use up nothing of its visitors',
		{ timeout: 300_000 },
		async () => {
			const before = await countTries();
			const codes = await flood((n) =>
				db(anon).rpc('request_to_join', {
					p_publication_id: publication,
					p_email: `a${n}-${freshEmail()}`
				})
			);
			const sent = codes.sent ?? 0;
			expect(sent).toBeLessThanOrEqual(rates.mails_by_source_unnamed.tries);
			expect(codes).toEqual({ ...(sent && { sent }), PT429: CALLS - sent });
			expect(await rowsOf(publication)).toEqual({ mails: sent, requests: sent });
			// Four of each that was sent: address, mailbox here, mailbox by source, mailbox. And the shared one.
			expect((await countTries()) - before).toBeLessThanOrEqual(4 * sent + 1);
			expect((await askToJoin({ publication, email: freshEmail() })).error).toBeNull();
		}
	);

	test(
		'through the site from a thousand networks lead to the check, which honest readers pass',
		{ timeout: 300_000 },
		async () => {
			const before = await countTries();
			const codes = await flood(() => askToJoin({ publication, email: freshEmail() }));
			const sent = codes.sent ?? 0;
			expect(sent).toBeLessThanOrEqual(rates.join.tries);
			expect(codes).toEqual({ sent, PT428: CALLS - sent });
			// The same four of each, two of its network, and the one of the publication.
			expect((await countTries()) - before).toBeLessThanOrEqual(6 * sent + 1);

			const [withScript, without] = [freshEmail(), freshEmail()];
			expect((await askToJoin({ publication, email: withScript })).error?.code).toBe('PT428');
			const way = proofOf(await challengeFor(publication, withScript));
			expect((await askToJoin({ publication, email: withScript, way })).error).toBeNull();
			const later = { p_later: true } as const;
			expect((await askToJoin({ publication, email: without, way: later })).error).toBeNull();
			for (const email of [withScript, without]) {
				expect(await sql`select kind from private.outbox where to_email = ${email}`).toEqual([
					{ kind: 'confirm_join' }
				]);
			}
		}
	);

	test(
		'for one mailbox, however it is written and wherever they come from, send a handful',
		{ timeout: 300_000 },
		async () => {
			const quiet = await makePublication();
			const victim = freshEmail('victim');
			const forms = [
				(n: number) => victim.replace('@', `+${n}@`),
				(n: number) => `a${n}<${victim}>`,
				(n: number) => `"${'a'.repeat(n % 50)}" <${victim}>`,
				(n: number) => victim.replace('victim', `"vi\\c${n}tim"`),
				(n: number) => victim.replace('@', `(${n})@`),
				(n: number) => `${victim}${'\u200b'.repeat(n % 20)}`
			];
			const codes = await flood(
				(n) =>
					askToJoin({
						publication: quiet,
						email: forms[n % forms.length]?.(n) ?? '',
						network: freshNetwork()
					}),
				150
			);
			// Four of the six forms are no addresses; the other two are one mailbox.
			expect(codes['22023']).toBe(100);
			expect(codes.PT429).toBeGreaterThan(0);
			const [row] = await sql<{ mails: number }[]>`
			select count(*)::integer as mails from private.outbox where publication_id = ${quiet}`;
			expect(row?.mails).toBeLessThanOrEqual(rates.join_mailbox.tries);
		}
	);
});

describe('a person on the staff', () => {
	let inviter: Actor;
	let publication: string;
	beforeAll(async () => {
		[inviter, publication] = await Promise.all([makeActor('owner'), makePublication()]);
		await makeStaff(publication, inviter.id, 'owner');
	});

	test('does not send one mailbox mail after mail', async () => {
		const victim = freshEmail('victim');
		const codes: (string | null)[] = [];
		for (let n = 0; n < 20; n++) {
			const { error } = await db(inviter).rpc('create_staff_invitation', {
				p_publication_id: publication,
				p_email: victim.replace('@', `+${n}@`),
				p_role: 'author',
				p_token_hash: hashOf(randomUUID())
			});
			codes.push(error?.code ?? null);
		}
		expect(codes.filter((code) => code === null)).toHaveLength(rates.invite_mailbox.tries);
		expect(codes.filter((code) => code === 'PT429')).toHaveLength(20 - rates.invite_mailbox.tries);
	});
});
