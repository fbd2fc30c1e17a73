import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import Stripe from 'stripe';
import { localKeys } from '../../../supabase/local/settings.ts';
import type { Stack } from '../../../supabase/local/start.ts';
import { StripeControl } from '../../../supabase/local/stripe/control.ts';
import { startTemporaryStack } from '../../support/stack-temporary.ts';

/** Somebody who buys. */
export interface Buyer {
	user: string;
	customer: string;
	/** As they were bought, the last one last. */
	subscriptions: string[];
}

const GRACE_DAYS = 7;
const DAY = 86_400;

/**
 * A publication with two tiers beside a local Stripe, in a stack of its own: its clock is turned, its
 * events are held back and its processes are killed.
 */
export class Town {
	readonly stack: Stack;
	sql: postgres.Sql;
	readonly stripe: Stripe;
	readonly control: StripeControl;
	private publication = '';
	/** Stripe's prices by the tier they open. */
	private readonly tiers = new Map<string, string>();

	private constructor(stack: Stack) {
		const url = new URL(stack.stripeUrl);
		this.stack = stack;
		this.sql = this.connect();
		this.control = new StripeControl(stack.stripeUrl);
		this.stripe = new Stripe(localKeys.stripeSecret, {
			host: url.hostname,
			port: url.port,
			protocol: 'http',
			telemetry: false
		});
	}

	/** Unlike other stacks of tests it writes to the disk: what was committed is there after a crash. */
	static async found(): Promise<Town> {
		const town = new Town(await startTemporaryStack({ say: () => {}, fsync: true }));
		await town.open();
		return town;
	}

	async stop(): Promise<void> {
		await this.sql.end({ timeout: 1 });
		await this.stack.stop();
	}

	/** A new way into the database. */
	connect(): postgres.Sql {
		return postgres(this.stack.databaseUrl, { max: 3, fetch_types: false, onnotice: () => {} });
	}

	get prices(): string[] {
		return [...this.tiers.values()];
	}

	/** Makes the publication, and its prices at a Stripe that knows nothing. */
	async open(): Promise<void> {
		const { sql } = this;
		// The hour's reconciliation counts as done: none comes by itself between the steps of a test.
		await sql`
			insert into private.reconciliations (livemode, whole, lease_until, finished_at)
			values (false, true, now(), now())`;
		const slug = `town-${randomUUID().slice(0, 13)}`;
		this.publication = idOf(
			await sql`insert into publications ${sql({ slug, name: slug, grace_days: GRACE_DAYS })} returning id`
		);
		this.tiers.clear();
		for (const name of ['one', 'two']) {
			const place = { publication_id: this.publication };
			const tier = idOf(
				await sql`insert into tiers ${sql({ ...place, slug: name, name })} returning id`
			);
			const price = { tier_id: tier, interval: 'month', currency: 'gbp', amount: 500 };
			const ours = idOf(
				await sql`insert into tier_prices ${sql({ ...place, ...price })} returning id`
			);
			const theirs = await this.stripe.prices.create({
				currency: 'gbp',
				unit_amount: 500,
				recurring: { interval: 'month' },
				product: (await this.stripe.products.create({ name })).id
			});
			const known = { ...place, tier_price_id: ours, livemode: false, price_id: theirs.id };
			await sql`insert into private.stripe_prices ${sql(known)}`;
			this.tiers.set(tier, theirs.id);
		}
	}

	/** A member with a login, known to Stripe. */
	async makeBuyer(): Promise<Buyer> {
		const { sql } = this;
		const [user, email] = [randomUUID(), `${randomUUID()}@example.test`];
		await sql`insert into auth.users ${sql({ id: user, email, email_confirmed_at: new Date() })}`;
		const place = { publication_id: this.publication };
		const member = idOf(await sql`insert into members ${sql({ ...place, email })} returning id`);
		const { id: customer } = await this.stripe.customers.create({ email });
		const known = { ...place, member_id: member, livemode: false, customer_id: customer };
		await sql`insert into private.stripe_customers ${sql(known)}`;
		return { user, customer, subscriptions: [] };
	}

	/** Buys by the checkout page. */
	async buy(buyer: Buyer, price: string, trialDays: number, card: string): Promise<void> {
		const session = await this.stripe.checkout.sessions.create({
			mode: 'subscription',
			customer: buyer.customer,
			line_items: [{ price, quantity: 1 }],
			...(trialDays > 0 && { subscription_data: { trial_period_days: trialDays } }),
			success_url: 'http://localhost/done',
			cancel_url: 'http://localhost/back'
		});
		await this.control.checkout(session.id, { card, authenticate: true });
		const done = await this.stripe.checkout.sessions.retrieve(session.id);
		if (typeof done.subscription === 'string') buyer.subscriptions.push(done.subscription);
	}

	/** The tiers that a buyer may read, as the policies see it. */
	async opened({ user }: Buyer): Promise<string[]> {
		return this.sql.begin(async (own) => {
			const claims = JSON.stringify({ sub: user, role: 'authenticated' });
			await own`select set_config('request.jwt.claims', ${claims}, true), set_config('role', 'authenticated', true)`;
			const rows = await own<{ tier: string }[]>`select unnest(private.my_tiers()) as tier`;
			return rows.map(({ tier }) => tier).sort();
		});
	}

	/** The tiers that what Stripe has of a buyer gives, by the rule as people say it. */
	async bought({ customer }: Buyer): Promise<string[]> {
		const all = await this.stripe.subscriptions
			.list({ customer, status: 'all', limit: 100 })
			.autoPagingToArray({ limit: 100 });
		const opened = await Promise.all(
			all.map(async ({ id, status, items }) => {
				const price = items.data[0]?.price.id;
				const tier = [...this.tiers].find(([, known]) => known === price)?.[0];
				const opens =
					status === 'active' ||
					status === 'trialing' ||
					(status === 'past_due' && (await this.isInGrace(id)));
				return opens && tier ? [tier] : [];
			})
		);
		return [...new Set(opened.flat())].sort();
	}

	/** What came in, less what went back, as Stripe and as the ledger have it. */
	async money({ customer }: Buyer): Promise<{ stripe: number; ledger: number }> {
		const { data: charges } = await this.stripe.charges.list({ customer, limit: 100 });
		const kept = charges.map(
			({ amount_captured, amount_refunded }) => amount_captured - amount_refunded
		);
		const [row] = await this.sql<{ sum: string }[]>`
			select coalesce(sum(l.amount), 0)::text as sum
			from ledger_entries l
			join private.stripe_customers c on c.member_id = l.member_id
			where c.customer_id = ${customer}`;
		return { stripe: kept.reduce((sum, amount) => sum + amount, 0), ledger: Number(row?.sum) };
	}

	/** The database reckons with its own time, whatever the clock of the local Stripe says. */
	private async isInGrace(subscription: string): Promise<boolean> {
		const { data } = await this.stripe.invoices.list({ subscription, limit: 100 });
		const paid = data.findIndex(({ status, amount_due }) => status === 'paid' && amount_due > 0);
		const unpaid = (paid < 0 ? data : data.slice(0, paid)).filter(
			({ status }) => status === 'open' || status === 'uncollectible'
		);
		const since = unpaid.at(-1)?.created ?? 0;
		return since + GRACE_DAYS * DAY > Date.now() / 1000;
	}
}

function idOf(rows: readonly postgres.Row[]): string {
	return String(rows[0]?.id);
}
