import type {
	InvoiceSnapshot,
	Snapshot,
	SubscriptionSnapshot
} from '../../supabase/functions/_shared/stripe/snapshot.ts';
import { freshEmail, makeActor, one, type Actor } from './actors.ts';
import { sql } from './clients.ts';
import { fresh, makeMember, makePublication, makeTier } from './factories.ts';

/** A tier on sale, with what Stripe calls it. */
export interface Offer {
	publication: string;
	tier: string;
	/** Our price, and Stripe's. */
	price: string;
	stripePrice: string;
}

/** Somebody who is a member of a publication, and a customer at Stripe. */
export interface Payer {
	actor: Actor;
	publication: string;
	member: string;
	customer: string;
}

interface OfferOptions {
	publication?: string;
	amount?: number;
	currency?: string;
	interval?: 'month' | 'year';
	trialDays?: number;
}

/** A price on offer, not known to Stripe yet. */
export async function makePrice(options: OfferOptions = {}): Promise<Omit<Offer, 'stripePrice'>> {
	const publication = options.publication ?? (await makePublication());
	const tier = await makeTier(publication);
	await sql`update tiers set trial_days = ${options.trialDays ?? 0} where id = ${tier}`;
	const row = {
		publication_id: publication,
		tier_id: tier,
		interval: options.interval ?? 'month',
		currency: options.currency ?? 'gbp',
		amount: options.amount ?? 500
	};
	const { id } = one(await sql<{ id: string }[]>`insert into tier_prices ${sql(row)} returning id`);
	return { publication, tier, price: id };
}

/** A price that Stripe knows already. */
export async function makeOffer(options: OfferOptions = {}): Promise<Offer> {
	const made = await makePrice(options);
	const { publication: publication_id, tier: tier_id, price: tier_price_id } = made;
	const [product_id, price_id] = [fresh('prod'), fresh('price')];
	const ours = { publication_id, livemode: false };
	await sql`insert into private.stripe_products ${sql({ ...ours, tier_id, product_id, name: 'Tier' })}`;
	await sql`insert into private.stripe_prices ${sql({ ...ours, tier_price_id, price_id })}`;
	return { ...made, stripePrice: price_id };
}

/** A member who signed in, and whom Stripe knows. */
export async function makePayer(publication: string, of?: Actor): Promise<Payer> {
	const actor = of ?? (await makeActor('payer'));
	const member = await makeMember(publication, actor.email ?? freshEmail());
	const customer = fresh('cus');
	const row = { publication_id: publication, member_id: member, livemode: false };
	await sql`insert into private.stripe_customers ${sql({ ...row, customer_id: customer })}`;
	return { actor, publication, member, customer };
}

/** Now, as Stripe counts: whole seconds. */
export const now = () => Math.floor(Date.now() / 1000);
export const DAY = 86_400;

/** An active subscription of a payer, as the functions would have fetched it. */
export function subscriptionOf(
	payer: Pick<Payer, 'customer'>,
	offer: Pick<Offer, 'stripePrice'>,
	changes: Partial<SubscriptionSnapshot> = {}
): SubscriptionSnapshot {
	const started = now() - 60;
	return {
		id: fresh('sub'),
		customer: payer.customer,
		status: 'active',
		items: [
			{
				price: offer.stripePrice,
				interval: 'month',
				interval_count: 1,
				currency: 'gbp',
				amount: 500,
				period_start: started,
				period_end: started + 30 * DAY
			}
		],
		trial_end: null,
		cancel_at: null,
		cancel_at_period_end: false,
		canceled_at: null,
		ended_at: null,
		unpaid_since: null,
		started_at: started,
		...changes
	};
}

/** A paid invoice for it. */
export function invoiceOf(
	subscription: SubscriptionSnapshot,
	changes: Partial<InvoiceSnapshot> = {}
): InvoiceSnapshot {
	const [item] = subscription.items;
	const amount = item?.amount ?? 0;
	const at = subscription.started_at;
	return {
		id: fresh('in'),
		price: item?.price ?? null,
		number: null,
		status: 'paid',
		reason: 'subscription_create',
		currency: 'gbp',
		amount_due: amount,
		amount_paid: amount,
		amount_refunded: 0,
		amount_disputed: 0,
		dispute_status: null,
		attempts: 1,
		next_attempt_at: null,
		action_required: false,
		failure: null,
		hosted_url: null,
		issued_at: at,
		paid_at: at,
		period_start: at,
		period_end: at,
		entries: [{ source: fresh('inpay'), kind: 'payment', currency: 'gbp', amount, at }],
		...changes
	};
}

export function snapshotOf(
	subscription: SubscriptionSnapshot,
	invoice: InvoiceSnapshot | null = null
): Snapshot {
	return { account: '', livemode: false, subscription, invoice };
}

/** An event about something, as the functions write it down. */
export function eventOf(type = 'customer.subscription.updated', id = fresh('evt')) {
	return { id, account: '', livemode: false, type, object_id: fresh('obj'), created: now() };
}

/** The next ticket: draw it before the snapshot is made. */
export async function drawTicket(): Promise<number> {
	const rows = await sql<{ ticket: string }[]>`select nextval('private.stripe_tickets') as ticket`;
	return Number(one(rows).ticket);
}

interface Applied {
	outcome: string;
	reason?: string;
	new?: boolean;
	subscription?: Record<string, unknown>;
	invoice?: Record<string, unknown>;
}

/** What the functions do with a snapshot, in SQL. */
export async function applyStripe(
	snapshot: Snapshot,
	options: { event?: ReturnType<typeof eventOf>; ticket?: number } = {}
): Promise<Applied> {
	const ticket = options.ticket ?? (await drawTicket());
	const event = options.event ? JSON.stringify(options.event) : null;
	const rows = await sql<{ answer: Applied }[]>`
		select apply_stripe(${event}::text::jsonb, ${ticket}, ${JSON.stringify(snapshot)}::text::jsonb) as answer`;
	return one(rows).answer;
}

/** The tiers somebody may read, as the policies see it. */
export async function tiersOf({ id }: Actor): Promise<string[]> {
	return sql.begin(async (own) => {
		const claims = JSON.stringify({ sub: id, role: 'authenticated' });
		await own`select set_config('request.jwt.claims', ${claims}, true), set_config('role', 'authenticated', true)`;
		const [row] = await own<{ tiers: string[] }[]>`select private.my_tiers() as tiers`;
		return row?.tiers ?? [];
	});
}

/** Mails that wait for somebody: kind and key. */
export function mailsFor({ actor }: Pick<Payer, 'actor'>) {
	return sql<{ kind: string; key: string; data: Record<string, unknown> }[]>`
		select kind, key, data from private.outbox where to_email = ${actor.email} order by created_at, key`;
}
