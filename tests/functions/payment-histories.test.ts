import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { webhookModes } from '../../supabase/local/stripe/webhooks.ts';
import { Town, type Buyer } from './payments/town.ts';

/** How many buyers live their lives. */
const lives = Number(process.env.PAYMENT_HISTORIES_HTTP ?? 200);
/** They share the clock, and its turns. */
const together = 25;

let town: Town;
beforeAll(async () => {
	town = await Town.found();
}, 120_000);
afterAll(() => town.stop());

const whats = [
	'buy',
	'cancel now',
	'cancel at the end',
	'do not cancel',
	'switch',
	'decline next',
	'refund',
	'refund a part',
	'pause',
	'nothing'
] as const;
type What = (typeof whats)[number];

interface Deed {
	what: What;
	/** Decides where there is a choice. */
	die: number;
}

/** What the buyers do between two turns of the clock, and how events are delivered meanwhile. */
const turn = fc.record({
	mode: fc.constantFrom(...webhookModes),
	order: fc.constantFrom('kept', 'reversed', 'shuffled'),
	days: fc.constantFrom(0, 0, 2, 12, 32),
	deeds: fc.array(fc.record({ what: fc.constantFrom(...whats), die: fc.nat(99) }), {
		minLength: together,
		maxLength: together
	})
});

/** Stripe refuses what makes no sense at that moment, and nothing has happened then. */
async function act(buyer: Buyer, { what, die }: Deed): Promise<void> {
	const { stripe, control, prices } = town;
	const [subscription] = buyer.subscriptions.slice(-1);
	const price = prices[die % prices.length] ?? '';
	if (what === 'decline next') return control.outcomes(buyer.customer, 'decline');
	if (what === 'buy' || !subscription) {
		const card = ['4242', '4242', '4242', '0002', '3184', '0341'][die % 6] ?? '4242';
		return town.buy(buyer, price, die % 4 === 0 ? 7 : 0, card);
	}
	const { items, status } = await stripe.subscriptions.retrieve(subscription);
	if (status === 'canceled' || status === 'incomplete_expired') return;
	const at = (cancel_at_period_end: boolean) =>
		stripe.subscriptions.update(subscription, { cancel_at_period_end });
	if (what === 'cancel now') await stripe.subscriptions.cancel(subscription);
	if (what === 'cancel at the end') await at(true);
	if (what === 'do not cancel') await at(false);
	if (what === 'pause') {
		const pause = die % 2 ? ({ behavior: 'void' } as const) : '';
		await stripe.subscriptions.update(subscription, { pause_collection: pause });
	}
	const item = items.data[0]?.id;
	if (what === 'switch' && item) {
		await stripe.subscriptions.update(subscription, {
			items: [{ id: item, price }],
			proration_behavior: 'none'
		});
	}
	if (what === 'refund' || what === 'refund a part') {
		const { data } = await stripe.charges.list({ customer: buyer.customer });
		const left = data.find((one) => one.paid && one.amount_refunded < one.amount);
		const rest = (left?.amount ?? 0) - (left?.amount_refunded ?? 0);
		const amount = what === 'refund' ? rest : Math.min(100, rest);
		if (left) await stripe.refunds.create({ charge: left.id, amount });
	}
}

test(`${lives} lives of buyers end in the access that Stripe's objects say`, async () => {
	const rounds = Math.ceil(lives / together);
	const seed = Math.floor(Math.random() * 2 ** 31);
	const stories = fc.sample(fc.array(turn, { minLength: 2, maxLength: 4 }), {
		numRuns: rounds,
		seed
	});
	let events = 0;
	for (const story of stories) {
		await town.control.reset();
		await town.open();
		const buyers = await Promise.all(Array.from({ length: together }, () => town.makeBuyer()));
		for (const { mode, order, days, deeds } of story) {
			await town.control.webhooks(mode);
			await Promise.all(
				buyers.map(async (buyer, n) => {
					const deed = deeds[n];
					if (deed) await act(buyer, deed);
				})
			);
			if (days > 0) await town.control.advance({ days });
			await town.control.release(order);
		}
		await town.control.webhooks('shuffle');
		await town.control.release('shuffled');
		await town.control.redeliver();
		await town.control.idle({ retries: true });

		const deliveries = await town.control.deliveries();
		expect(deliveries.filter(({ state }) => state !== 'delivered')).toEqual([]);
		events += deliveries.length;
		for (const [n, buyer] of buyers.entries()) {
			const life = story.map(({ deeds }) => deeds[n]?.what).join(', ');
			const [opened, bought, money] = await Promise.all([
				town.opened(buyer),
				town.bought(buyer),
				town.money(buyer)
			]);
			expect([seed, life, opened]).toEqual([seed, life, bought]);
			expect([seed, life, money.ledger]).toEqual([seed, life, money.stripe]);
		}
	}
	expect(events).toBeGreaterThan(lives);
}, 900_000);
