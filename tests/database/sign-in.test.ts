import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { rates } from '../../src/lib/limits.ts';
import { anon, freshEmail, makeActor, type Actor } from '../support/actors.ts';
import { freshNetwork } from '../support/networks.ts';
import { db, sql, visitorFrom } from '../support/clients.ts';
import { refusal } from '../support/transactions.ts';
import { forgetSharedTries, passMailMinute } from '../support/tries.ts';

type Caller = ReturnType<typeof visitorFrom>;

interface Begun {
	id: string | null;
	mail: 'send' | 'recent' | 'refused';
	wait_seconds: number;
}

async function begin(caller: Caller, email: string): Promise<Begun> {
	const { data, error } = await caller.rpc('begin_sign_in', { p_email: email });
	expect(error).toBeNull();
	return data as unknown as Begun;
}

async function tryCode(caller: Caller, id: string | null, email: string): Promise<number | null> {
	const given = { p_sign_in: id ?? '', p_email: email };
	const { data, error } = await caller.rpc('take_code_try', given);
	expect(error).toBeNull();
	return data;
}

async function tryPassword(caller: Caller, email: string): Promise<number> {
	const { data, error } = await caller.rpc('take_password_try', { p_email: email });
	expect(error).toBeNull();
	return data ?? -1;
}

async function times<T>(count: number, work: () => Promise<T>): Promise<T[]> {
	const answers: T[] = [];
	for (let n = 0; n < count; n += 1) answers.push(await work());
	return answers;
}

/** A sign-in that has a mail of its own. */
async function beginWithMail(caller: Caller, email: string): Promise<Begun> {
	await passMailMinute(sql, email);
	const begun = await begin(caller, email);
	expect(begun.mail).toBe('send');
	return begun;
}

const zeros = (count: number) => Array<number>(count).fill(0);
const nulls = (count: number) => Array<null>(count).fill(null);

beforeEach(() => forgetSharedTries(sql));

describe('a sign-in by code', () => {
	test('has a mail sent, and for a minute none after it', async () => {
		const [owner, email] = [visitorFrom(freshNetwork()), freshEmail()];
		const first = await begin(owner, email);
		expect(first).toMatchObject({ mail: 'send', wait_seconds: rates.auth_mail.seconds });
		expect(first.id).toMatch(/^[0-9a-f]{64}$/);
		const second = await begin(owner, email);
		expect(second.mail).toBe('recent');
		expect(second.wait_seconds).toBeGreaterThan(0);
		expect(second.wait_seconds).toBeLessThanOrEqual(rates.auth_mail.seconds);
		expect(second.id).not.toBe(first.id);
		expect((await beginWithMail(owner, email)).id).not.toBe(first.id);
	});

	test('has five tries of its own, and a new mail brings five more', async () => {
		const [owner, email] = [visitorFrom(freshNetwork()), freshEmail()];
		const first = await beginWithMail(owner, email);
		const answers = await times(7, () => tryCode(owner, first.id, email));
		expect(answers).toEqual([...zeros(rates.code_tries.tries), ...nulls(2)]);
		const second = await beginWithMail(owner, email);
		expect(await tryCode(owner, second.id, email)).toBe(0);
		expect(await tryCode(owner, first.id, email)).toBeNull();
	});

	test('counts tries at the same moment one by one', async () => {
		const [owner, email] = [visitorFrom(freshNetwork()), freshEmail()];
		const { id } = await beginWithMail(owner, email);
		const answers = await Promise.all(Array.from({ length: 12 }, () => tryCode(owner, id, email)));
		expect(answers.filter((wait) => wait === 0)).toHaveLength(rates.code_tries.tries);
	});

	test('is over when it is unknown, for another address, or expired', async () => {
		const [owner, email] = [visitorFrom(freshNetwork()), freshEmail()];
		const { id } = await beginWithMail(owner, email);
		expect(await tryCode(owner, randomUUID(), email)).toBeNull();
		expect(await tryCode(owner, '', email)).toBeNull();
		expect(await tryCode(owner, id, freshEmail())).toBeNull();
		expect(await tryCode(owner, id, ` ${email.toUpperCase()} `)).toBe(0);
		await sql`
			update private.sign_ins set expires_at = now()
			where id_hash = private.hash_token(${id})`;
		expect(await tryCode(owner, id, email)).toBeNull();
	});

	test('without a mail of its own shares a few tries with others of its network', async () => {
		const [network, email] = [freshNetwork(), freshEmail()];
		await beginWithMail(visitorFrom(freshNetwork()), email);
		const caller = visitorFrom(network);
		const answers = await times(rates.code_tries_without_mail.tries + 1, async () => {
			const { id, mail } = await begin(caller, email);
			expect(mail).toBe('recent');
			return tryCode(caller, id, email);
		});
		expect(answers.slice(0, -1)).toEqual(zeros(rates.code_tries_without_mail.tries));
		expect(answers.at(-1)).toBeGreaterThan(0);
	});

	test('leaves little to guess one code by, from however many networks', async () => {
		const email = freshEmail();
		await beginWithMail(visitorFrom(freshNetwork()), email);
		let tried = 0;
		const networks = rates.code_tries_without_mail_all.tries / rates.code_tries.tries + 3;
		for (let n = 0; n < networks; n += 1) {
			const caller = visitorFrom(freshNetwork());
			const { id } = await begin(caller, email);
			const answers = await times(rates.code_tries.tries, () => tryCode(caller, id, email));
			tried += answers.filter((wait) => wait === 0).length;
		}
		expect(tried).toBe(rates.code_tries_without_mail_all.tries);
	});

	test('answers the same for an address that has an account', async () => {
		const answers = async (email: string) => {
			const caller = visitorFrom(freshNetwork());
			const { id, ...first } = await begin(caller, email);
			const { mail } = await begin(caller, email);
			return [first, mail, await times(6, () => tryCode(caller, id, email))];
		};
		expect(await answers((await makeActor()).email)).toEqual(await answers(freshEmail()));
	});

	test.each(['x'.repeat(10), `${'a'.repeat(288)}@example.test`, 'two words@example.test', ''])(
		'is not begun for %j',
		async (email) => {
			expect(await refusal(db(anon).rpc('begin_sign_in', { p_email: email }))).toBe('22023');
		}
	);

	test('stores neither the address nor the id', async () => {
		const [caller, email] = [visitorFrom(freshNetwork()), freshEmail()];
		const { id } = await beginWithMail(caller, email);
		await tryCode(caller, id, email);
		await tryPassword(caller, email);
		const rows = await sql`
			select row_to_json(t)::text as text from private.sign_ins t
			union all select row_to_json(t)::text from private.auth_mails t
			union all select row_to_json(t)::text from private.tries t`;
		expect(rows.length).toBeGreaterThan(3);
		expect(JSON.stringify(rows)).not.toContain(email);
		expect(JSON.stringify(rows)).not.toContain(id);
	});

	test('is deleted after it has expired, and its mail after an hour', async () => {
		const [caller, email] = [visitorFrom(freshNetwork()), freshEmail()];
		const { id } = await beginWithMail(caller, email);
		await sql`update private.sign_ins set expires_at = now() - interval '1 second'
			where id_hash = private.hash_token(${id})`;
		await sql`update private.auth_mails set asked_at = now() - interval '61 minutes'
			where address_hash = private.address_hash(${email})`;
		const left = async () => {
			const [row] = await sql`
				select (select count(*) from private.sign_ins where expires_at < now())::int as begun,
					(select count(*) from private.auth_mails where asked_at < now() - interval '1 hour')::int as mails`;
			return row;
		};
		// A hundred at a time.
		await expect
			.poll(async () => {
				await begin(caller, freshEmail());
				return left();
			})
			.toEqual({ begun: 0, mails: 0 });
	});
});

describe('mails to one mailbox', () => {
	const perSource = rates.mails_to_mailbox_by_source.tries;

	test('are few from one network, and other networks still have theirs', async () => {
		const email = freshEmail();
		const [stranger, owner] = [visitorFrom(freshNetwork()), visitorFrom(freshNetwork())];
		await times(perSource, () => beginWithMail(stranger, email));
		await passMailMinute(sql, email);
		const refused = await begin(stranger, email);
		expect(refused.mail).toBe('refused');
		expect(refused.wait_seconds).toBeGreaterThan(rates.auth_mail.seconds);
		await times(perSource, () => beginWithMail(owner, email));
	});

	test('are bounded from all networks together, whatever tag the address has', async () => {
		const [name, domain] = freshEmail().split('@');
		const sent: string[] = [];
		for (let n = 0; n < 6; n += 1) {
			const caller = visitorFrom(freshNetwork());
			for (let m = 0; m <= perSource; m += 1) {
				const { mail } = await begin(caller, `${name}+${n}-${m}@${domain}`);
				if (mail === 'send') sent.push(mail);
			}
		}
		expect(sent).toHaveLength(rates.mails_to_mailbox.tries);
	});

	test('are few from all callers that name no network', async () => {
		const email = freshEmail();
		const mails: string[] = [];
		for (let n = 0; n < perSource + 2; n += 1) {
			await passMailMinute(sql, email);
			mails.push((await begin(db(anon), email)).mail);
		}
		expect(mails.filter((mail) => mail === 'send')).toHaveLength(perSource);
	});

	test('are counted for whoever is signed in by the person', async () => {
		const [me, email] = [await makeActor(), freshEmail()];
		const ask = async () => (await db(me).rpc('take_move_mails', { p_email: email })).data ?? -1;
		expect(await ask()).toBe(0);
		// Auth sends nothing more within the minute.
		expect(await ask()).toBeGreaterThan(0);
		const waits = await times(perSource, async () => {
			await passMailMinute(sql, email);
			return ask();
		});
		expect(waits.slice(0, -1)).toEqual(zeros(perSource - 1));
		expect(waits.at(-1)).toBeGreaterThan(0);
		expect(await refusal(db(anon).rpc('take_move_mails', { p_email: email }))).toBe('42501');
	});
});

describe('mails that Auth asks for', () => {
	const may = async (key: string, ...emails: string[]) => {
		const [row] = await sql<{ yes: boolean }[]>`
			select private.may_send_auth_mail(${key}, ${emails}) as yes`;
		return row?.yes;
	};

	/** Uses up what one mailbox gets past our pages, by addresses that differ in their tag. */
	const useUp = async (email: string) => {
		const [name, domain] = email.split('@');
		for (let n = 0; n < rates.auth_mails_direct.tries; n += 1) {
			expect(await may(randomUUID(), `${name}+${n}@${domain}`)).toBe(true);
		}
	};

	test('go out once for each that our pages asked for, and again when sending failed', async () => {
		const email = freshEmail();
		await useUp(email);
		await beginWithMail(visitorFrom(freshNetwork()), email);
		const key = randomUUID();
		expect(await times(3, () => may(key, email))).toEqual([true, true, true]);
		expect(await may(randomUUID(), email)).toBe(false);
		expect(await may(key, email)).toBe(true);
	});

	test('past our pages are few to one mailbox, and take nothing from our pages', async () => {
		const [name, domain] = freshEmail().split('@');
		const answers = await Promise.all(
			Array.from({ length: 9 }, (_, n) => may(randomUUID(), `${name}+${n}@${domain}`))
		);
		expect(answers.filter((yes) => yes)).toHaveLength(rates.auth_mails_direct.tries);
		const email = `${name}@${domain}`;
		const owner = visitorFrom(freshNetwork());
		const sent = await times(rates.mails_to_mailbox_by_source.tries, async () => {
			await beginWithMail(owner, email);
			return may(randomUUID(), email);
		});
		expect(sent).toEqual(sent.map(() => true));
	});

	test('to two addresses want a yes for both', async () => {
		const [own, other] = [freshEmail(), freshEmail()];
		const me = await makeActor();
		await useUp(other);
		expect(await may(randomUUID(), own, other)).toBe(false);
		expect((await db(me).rpc('take_move_mails', { p_email: other })).data).toBe(0);
		const key = randomUUID();
		expect(await times(2, () => may(key, me.email, other))).toEqual([true, true]);
	});

	test('past our pages come a minute apart, also when Auth asks for many at once', async () => {
		const email = freshEmail();
		const many = await Promise.all(Array.from({ length: 5 }, () => may(randomUUID(), email)));
		expect(many.filter((yes) => yes)).toHaveLength(1);
		await passMailMinute(sql, email);
		expect(await may(randomUUID(), email)).toBe(true);
		expect((await begin(visitorFrom(freshNetwork()), email)).mail).toBe('recent');
	});

	test('past our pages are bounded for all mailboxes together', async () => {
		const { tries } = rates.auth_mails_direct_all;
		const answers = await times(tries + 1, () => may(randomUUID(), freshEmail()));
		expect([answers[0], answers.at(-1)]).toEqual([true, false]);
	});

	test('are no business of visitors', async () => {
		for (const actor of [anon, await makeActor()]) {
			const asked = db(actor).rpc('may_send_auth_mail', { p_key: 'k', p_emails: [freshEmail()] });
			expect(await refusal(asked)).toBe('42501');
		}
	});
});

describe('a password', () => {
	test('may be tried ten times from one network, and from others still', async () => {
		const email = freshEmail();
		const [stranger, owner] = [visitorFrom(freshNetwork()), visitorFrom(freshNetwork())];
		const waits = await times(rates.password_tries.tries + 1, () => tryPassword(stranger, email));
		expect(waits.slice(0, -1)).toEqual(zeros(rates.password_tries.tries));
		expect(waits.at(-1)).toBeGreaterThan(0);
		expect(await tryPassword(stranger, freshEmail())).toBe(0);
		expect(await tryPassword(owner, email)).toBe(0);
	});

	test('is not tried for one address after another from one network', async () => {
		const stranger = visitorFrom(freshNetwork());
		const { tries } = rates.network_password_tries;
		const waits = await times(tries + 1, () => tryPassword(stranger, freshEmail()));
		expect(waits.filter((wait) => wait === 0)).toHaveLength(tries);
	});

	test('is tried a few times by all callers that name no network', async () => {
		const { tries } = rates.network_password_tries_unnamed;
		const waits = await times(tries + 1, () => tryPassword(db(anon), freshEmail()));
		expect(waits[0]).toBe(0);
		expect(waits.at(-1)).toBeGreaterThan(0);
		expect(await tryPassword(visitorFrom(freshNetwork()), freshEmail())).toBe(0);
	});
});

describe('sessions', () => {
	async function makeSession(of: Actor): Promise<string> {
		const id = randomUUID();
		await sql`insert into auth.sessions ${sql({ id, user_id: of.id, user_agent: 'Browser' })}`;
		return id;
	}
	const list = async (actor: Actor) =>
		(await db(actor).rpc('my_sessions')).data?.map(({ id }) => id);

	test('are shown to their owner', async () => {
		const [me, other] = await Promise.all([makeActor(), makeActor()]);
		const mine = await makeSession(me);
		await makeSession(other);
		expect(await list(me)).toEqual([mine]);
		expect(await refusal(db(anon).rpc('my_sessions'))).toBe('42501');
	});

	test('are ended by their owner', async () => {
		const [me, other] = await Promise.all([makeActor(), makeActor()]);
		const session = await makeSession(me);
		const end = async (actor: Actor) =>
			(await db(actor).rpc('end_session', { p_session_id: session })).data;
		expect([await end(other), await end(anon)]).toEqual([false, null]);
		expect(await list(me)).toEqual([session]);
		expect(await end(me)).toBe(true);
		expect(await list(me)).toEqual([]);
	});
});
