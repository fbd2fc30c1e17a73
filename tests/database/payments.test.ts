import { describe, expect, test } from 'vitest';
import { anon, makeActor } from '../support/actors.ts';
import { rest, sql, stack } from '../support/clients.ts';
import { fresh, makeGrant } from '../support/factories.ts';
import {
	applyStripe,
	DAY,
	drawTicket,
	eventOf,
	invoiceOf,
	mailsFor,
	makeOffer,
	makePayer,
	now,
	snapshotOf,
	subscriptionOf,
	tiersOf
} from '../support/payments.ts';

async function makeScene() {
	const offer = await makeOffer();
	return { offer, payer: await makePayer(offer.publication) };
}

const statusOf = async (subscription: string) => {
	const [row] = await sql<{ status: string }[]>`
		select status from subscriptions where stripe_subscription_id = ${subscription}`;
	return row?.status;
};
const eventKept = async (id: string) => {
	const [row] = await sql<{ outcome: string; reason: string | null }[]>`
		select outcome, reason from private.stripe_events where event_id = ${id}`;
	return row;
};

describe('the functions for payments', () => {
	const nobody = '0193b7c1-0000-7000-8000-000000000000';
	const scope = { p_account: '', p_livemode: false };
	const calls: [string, object][] = [
		['begin_stripe_event', { p_event_id: 'evt_1', p_account: '', p_livemode: false }],
		['ignore_stripe_event', { p_event: eventOf(), p_reason: 'no' }],
		['apply_stripe', { p_event: null, p_ticket: 1, p_snapshot: {} }],
		['forget_stripe_customer', { p_account: '', p_livemode: false, p_customer_id: 'cus_1' }],
		['stripe_offers', { p_account: '', p_livemode: false, p_publication_id: nobody }],
		['keep_stripe_product', { ...scope, p_tier_id: nobody, p_product_id: 'p', p_name: 'n' }],
		['keep_stripe_price', { ...scope, p_tier_price_id: nobody, p_price_id: 'p' }],
		['stripe_customer', { ...scope, p_member_id: nobody }],
		['keep_stripe_customer', { ...scope, p_member_id: nobody, p_customer_id: 'c' }],
		['stripe_portal', { ...scope, p_publication_id: nobody, p_member_id: nobody }],
		[
			'keep_stripe_portal',
			{ ...scope, p_publication_id: nobody, p_configuration_id: 'c', p_digest: 'd' }
		]
	];

	test.each(calls)('%s is for the secret key only', async (name, args) => {
		const init = { method: 'POST', body: JSON.stringify(args) };
		for (const actor of [anon, await makeActor()]) {
			expect((await rest(actor, `rpc/${name}`, init)).text).toContain('42501');
		}
		const secret = { apikey: stack.secretKey, authorization: `Bearer ${stack.secretKey}` };
		const { text } = await rest(anon, `rpc/${name}`, { ...init, headers: secret });
		expect(text).not.toContain('42501');
	});
});

describe('a subscription', () => {
	test('opens its tier, and no other', async () => {
		const { offer, payer } = await makeScene();
		await makeOffer({ publication: offer.publication });
		const answer = await applyStripe(snapshotOf(subscriptionOf(payer, offer)), {
			event: eventOf()
		});
		expect(answer).toMatchObject({ outcome: 'applied', new: true });
		expect(await tiersOf(payer.actor)).toEqual([offer.tier]);
	});

	test.each(['incomplete', 'incomplete_expired', 'canceled', 'unpaid', 'paused', 'suspended'])(
		'that is %s opens nothing',
		async (status) => {
			const { offer, payer } = await makeScene();
			const active = subscriptionOf(payer, offer);
			await applyStripe(snapshotOf(active));
			await applyStripe(snapshotOf({ ...active, status }));
			expect(await statusOf(active.id)).toBe(status);
			expect(await tiersOf(payer.actor)).toEqual([]);
		}
	);

	test.each([
		[6 * DAY, true],
		[8 * DAY, false]
	])('unpaid for %d seconds opens its tier: %s', async (unpaidFor, opens) => {
		const { offer, payer } = await makeScene();
		const unpaid = { status: 'past_due', unpaid_since: now() - unpaidFor };
		await applyStripe(snapshotOf(subscriptionOf(payer, offer, unpaid)));
		expect(await tiersOf(payer.actor)).toEqual(opens ? [offer.tier] : []);
	});

	test('in grace follows the publication when it changes its days', async () => {
		const { offer, payer } = await makeScene();
		const unpaid = { status: 'past_due', unpaid_since: now() - 8 * DAY };
		await applyStripe(snapshotOf(subscriptionOf(payer, offer, unpaid)));
		await sql`update publications set grace_days = 9 where id = ${offer.publication}`;
		expect(await tiersOf(payer.actor)).toEqual([offer.tier]);
	});

	test('of a tier does not end with another subscription to it', async () => {
		const { offer, payer } = await makeScene();
		const [first, second] = [subscriptionOf(payer, offer), subscriptionOf(payer, offer)];
		await applyStripe(snapshotOf(first));
		await applyStripe(snapshotOf(second));
		await applyStripe(snapshotOf({ ...first, status: 'canceled', ended_at: now() }));
		expect(await tiersOf(payer.actor)).toContain(offer.tier);
		await applyStripe(snapshotOf({ ...second, status: 'canceled', ended_at: now() }));
		expect(await tiersOf(payer.actor)).toEqual([]);
	});

	test('that ends leaves what was given', async () => {
		const { offer, payer } = await makeScene();
		await makeGrant(offer.publication, payer.member, offer.tier);
		await applyStripe(snapshotOf(subscriptionOf(payer, offer, { status: 'canceled' })));
		expect(await tiersOf(payer.actor)).toEqual([offer.tier]);
	});

	test('moved to a price that is none of ours opens nothing, and moved back opens its tier', async () => {
		const { offer, payer } = await makeScene();
		const ours = subscriptionOf(payer, offer);
		const theirs = subscriptionOf(payer, { stripePrice: fresh('price') }, { id: ours.id });
		await applyStripe(snapshotOf(ours));
		expect(await applyStripe(snapshotOf(theirs))).toMatchObject({ outcome: 'applied' });
		expect(await tiersOf(payer.actor)).toEqual([]);
		await applyStripe(snapshotOf(ours));
		expect(await tiersOf(payer.actor)).toEqual([offer.tier]);
	});

	test('moved to the price of another publication opens nothing in either', async () => {
		const { offer, payer } = await makeScene();
		const other = await makeOffer();
		const ours = subscriptionOf(payer, offer);
		await applyStripe(snapshotOf(ours));
		await applyStripe(snapshotOf(subscriptionOf(payer, other, { id: ours.id })));
		expect(await tiersOf(payer.actor)).toEqual([]);
	});

	test('bought while trying things out opens nothing once money is real', async () => {
		const { offer, payer } = await makeScene();
		await applyStripe(snapshotOf(subscriptionOf(payer, offer)));
		const account = fresh('acct');
		await sql`update subscriptions set account = ${account} where member_id = ${payer.member}`;
		expect(await tiersOf(payer.actor)).toEqual([offer.tier]);
		await sql`select begin_stripe_event(${fresh('evt')}, ${account}, true)`;
		expect(await tiersOf(payer.actor)).toEqual([]);
		await sql`select begin_stripe_event(${fresh('evt')}, ${account}, false)`;
		expect(await tiersOf(payer.actor)).toEqual([offer.tier]);
	});
});

describe('what is none of ours', () => {
	test('a customer that nobody here made', async () => {
		const { offer } = await makeScene();
		const event = eventOf();
		const foreign = subscriptionOf({ customer: fresh('cus') }, offer);
		expect(await applyStripe(snapshotOf(foreign), { event })).toEqual({
			outcome: 'ignored',
			reason: 'foreign_customer'
		});
		expect(await statusOf(foreign.id)).toBeUndefined();
		expect(await eventKept(event.id)).toEqual({ outcome: 'ignored', reason: 'foreign_customer' });
	});

	test.each(['nobody', 'another publication'])('a price of %s', async (whose) => {
		const { payer } = await makeScene();
		const price = whose === 'nobody' ? { stripePrice: fresh('price') } : await makeOffer();
		const foreign = subscriptionOf(payer, price);
		const answer = await applyStripe(snapshotOf(foreign, invoiceOf(foreign)), { event: eventOf() });
		expect(answer).toEqual({ outcome: 'ignored', reason: 'foreign_price' });
		expect(await statusOf(foreign.id)).toBeUndefined();
		expect(await tiersOf(payer.actor)).toEqual([]);
		expect(await mailsFor(payer)).toEqual([]);
	});

	test('a customer of the same id in the other mode', async () => {
		const { offer, payer } = await makeScene();
		const snapshot = { ...snapshotOf(subscriptionOf(payer, offer)), livemode: true };
		expect(await applyStripe(snapshot)).toMatchObject({ reason: 'foreign_customer' });
	});
});

describe('order', () => {
	test('an answer that was asked for earlier and comes later changes nothing', async () => {
		const { offer, payer } = await makeScene();
		const active = subscriptionOf(payer, offer);
		const [early, late] = [await drawTicket(), await drawTicket()];
		await applyStripe(snapshotOf({ ...active, status: 'canceled' }), { ticket: late });
		await applyStripe(snapshotOf(active, invoiceOf(active)), { ticket: early, event: eventOf() });
		expect(await statusOf(active.id)).toBe('canceled');
		expect(await mailsFor(payer)).toEqual([]);
	});

	test('an event that comes twice has its effect once', async () => {
		const { offer, payer } = await makeScene();
		const [event, active] = [eventOf(), subscriptionOf(payer, offer)];
		await applyStripe(snapshotOf(active), { event });
		expect(await applyStripe(snapshotOf({ ...active, status: 'canceled' }), { event })).toEqual({
			outcome: 'seen'
		});
		expect(await statusOf(active.id)).toBe('active');
	});

	test('an event that comes twice at once has its effect once', async () => {
		const { offer, payer } = await makeScene();
		const [event, active] = [eventOf(), subscriptionOf(payer, offer)];
		const outcomes = await Promise.all(
			[1, 2, 3, 4].map(() => applyStripe(snapshotOf(active, invoiceOf(active)), { event }))
		);
		expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
			'applied',
			'seen',
			'seen',
			'seen'
		]);
		const entries = await sql`select from ledger_entries where member_id = ${payer.member}`;
		expect(entries).toHaveLength(1);
	});
});

describe('money', () => {
	const ledgerOf = (member: string) =>
		sql<{ kind: string; amount: string }[]>`
			select kind, amount from ledger_entries where member_id = ${member} order by at, id`;

	test('that moves is written down once, whoever hears of it and when', async () => {
		const { offer, payer } = await makeScene();
		const active = subscriptionOf(payer, offer);
		const paid = invoiceOf(active);
		const refund = {
			source: fresh('re'),
			kind: 'refund' as const,
			currency: 'gbp',
			amount: -200,
			at: now()
		};
		const refunded = { ...paid, amount_refunded: 200, entries: [...paid.entries, refund] };
		const [early, late] = [await drawTicket(), await drawTicket()];
		await applyStripe(snapshotOf(active, refunded), { ticket: late });
		await applyStripe(snapshotOf(active, paid), { ticket: early });
		await applyStripe(snapshotOf(active, refunded));
		expect(await ledgerOf(payer.member)).toEqual([
			{ kind: 'payment', amount: '500' },
			{ kind: 'refund', amount: '-200' }
		]);
		const [invoice] =
			await sql`select status, amount_refunded, tier_id from invoices where stripe_invoice_id = ${paid.id}`;
		expect(invoice).toMatchObject({ status: 'paid', amount_refunded: '200', tier_id: offer.tier });
	});

	test('that went back takes no access: the subscription says who reads', async () => {
		const { offer, payer } = await makeScene();
		const active = subscriptionOf(payer, offer);
		const paid = invoiceOf(active);
		const entry = (source: string, kind: 'refund' | 'dispute', amount: number) => ({
			...{ source, kind, amount, currency: 'gbp', at: now() }
		});
		const entries = [...paid.entries, entry(fresh('dp'), 'dispute', -500)];
		await applyStripe(
			snapshotOf(active, {
				...paid,
				amount_disputed: 500,
				dispute_status: 'needs_response',
				entries
			})
		);
		expect(await tiersOf(payer.actor)).toEqual([offer.tier]);
		expect(await ledgerOf(payer.member)).toHaveLength(2);
	});

	test('stays in the books when the member goes, without a name', async () => {
		const { offer, payer } = await makeScene();
		const active = subscriptionOf(payer, offer);
		const paid = invoiceOf(active);
		await applyStripe(snapshotOf({ ...active, status: 'canceled' }, paid));
		await sql`delete from members where id = ${payer.member}`;
		const refund = {
			source: fresh('re'),
			kind: 'refund' as const,
			currency: 'gbp',
			amount: -500,
			at: now()
		};
		await applyStripe(
			snapshotOf({ ...active, status: 'canceled' }, { ...paid, entries: [...paid.entries, refund] })
		);
		const entries = await sql`
			select kind, member_id from ledger_entries where publication_id = ${offer.publication} order by id`;
		expect(entries).toEqual([
			{ kind: 'payment', member_id: null },
			{ kind: 'refund', member_id: null }
		]);
	});
});

describe('mail', () => {
	test('welcomes once, however often the subscription is heard of', async () => {
		const { offer, payer } = await makeScene();
		const active = subscriptionOf(payer, offer);
		await applyStripe(snapshotOf(active));
		await applyStripe(snapshotOf(active), { event: eventOf() });
		expect(await mailsFor(payer)).toMatchObject([{ kind: 'welcome', key: `welcome:${active.id}` }]);
	});

	test('does not welcome to what began long ago', async () => {
		const { offer, payer } = await makeScene();
		await applyStripe(snapshotOf(subscriptionOf(payer, offer, { started_at: now() - 9 * DAY })));
		expect(await mailsFor(payer)).toEqual([]);
	});

	test('tells of a renewal that failed, once an invoice', async () => {
		const { offer, payer } = await makeScene();
		const late = subscriptionOf(payer, offer, {
			status: 'past_due',
			unpaid_since: now(),
			started_at: now() - 30 * DAY
		});
		const open = invoiceOf(late, {
			...{ status: 'open', reason: 'subscription_cycle', amount_paid: 0, entries: [] },
			...{ issued_at: now(), paid_at: null, hosted_url: 'https://pay.example/1' }
		});
		await applyStripe(snapshotOf(late, open));
		await applyStripe(snapshotOf(late, { ...open, attempts: 2, action_required: true }));
		const mails = await mailsFor(payer);
		expect(mails).toHaveLength(1);
		expect(mails[0]).toMatchObject({
			kind: 'payment_failed',
			key: `payment_failed:${open.id}`,
			data: {
				...{ amount: 500, currency: 'gbp', action_required: false },
				...{ invoice_url: 'https://pay.example/1', grace_until: expect.any(String) }
			}
		});
	});

	test('says nothing of a first payment that failed', async () => {
		const { offer, payer } = await makeScene();
		const begun = subscriptionOf(payer, offer, { status: 'incomplete' });
		const open = invoiceOf(begun, { status: 'open', amount_paid: 0, entries: [] });
		await applyStripe(snapshotOf(begun, open));
		expect(await mailsFor(payer)).toEqual([]);
	});

	test('tells of the end of a trial, unless it is the end of all', async () => {
		const { offer, payer } = await makeScene();
		const trial = { status: 'trialing', trial_end: now() + 3 * DAY, started_at: now() - 11 * DAY };
		const event = () => eventOf('customer.subscription.trial_will_end');
		const ending = subscriptionOf(payer, offer, { ...trial, cancel_at_period_end: true });
		await applyStripe(snapshotOf(ending), { event: event() });
		expect(await mailsFor(payer)).toEqual([]);
		await applyStripe(snapshotOf({ ...ending, cancel_at_period_end: false }), { event: event() });
		expect(await mailsFor(payer)).toMatchObject([
			{ kind: 'trial_ending', key: `trial_ending:${ending.id}:${trial.trial_end}` }
		]);
	});

	test.each(['banned', 'left'])('goes to nobody who is %s', async (status) => {
		const { offer, payer } = await makeScene();
		await sql`update members set status = ${status} where id = ${payer.member}`;
		await applyStripe(snapshotOf(subscriptionOf(payer, offer)));
		expect(await mailsFor(payer)).toEqual([]);
		expect(await tiersOf(payer.actor)).toEqual([]);
	});
});
