import type Stripe from 'stripe';
import {
	idOf,
	reduceInvoice,
	reduceSubscription,
	snapshotSchema,
	subscriptionOf,
	type Payment,
	type Snapshot,
	type SubscriptionSnapshot
} from './snapshot.ts';

/** The calls of Stripe that reading takes: what a restricted key must be allowed to read. */
export type StripeReader = Pick<
	Stripe,
	'subscriptions' | 'invoices' | 'invoicePayments' | 'refunds' | 'disputes'
>;

/** What to look at: each leads to one subscription. */
export type Target = { subscription: string } | { invoice: string } | { payment: string };

/** Months back in which an unpaid invoice is looked for. */
const INVOICES_LOOKED_AT = 24;

/**
 * Asks Stripe anew for a subscription and for one of its invoices: the one that the target is about,
 * else its latest.
 * @returns in one word why there is nothing to take in, where that is so
 */
export async function fetchSnapshot(
	stripe: StripeReader,
	target: Target,
	livemode: boolean
): Promise<Snapshot | string> {
	const invoiceId =
		'invoice' in target
			? target.invoice
			: 'payment' in target
				? await invoicePaidBy(stripe, target.payment)
				: null;
	if ('payment' in target && !invoiceId) return 'no_invoice';
	const asked = invoiceId ? await stripe.invoices.retrieve(invoiceId) : null;
	const subscriptionId = asked
		? subscriptionOf(asked)
		: 'subscription' in target && target.subscription;
	if (!subscriptionId) return 'no_subscription';

	const from = await stripe.subscriptions.retrieve(subscriptionId, { expand: ['latest_invoice'] });
	const latest = typeof from.latest_invoice === 'object' ? from.latest_invoice : null;
	const invoice = asked && asked.id !== latest?.id ? asked : latest;
	return snapshotSchema.parse({
		account: '',
		livemode,
		subscription: await reduceListed(stripe, from),
		invoice: invoice && reduceInvoice(invoice, await paymentsOf(stripe, invoice.id))
	});
}

/** A subscription of a list, as a snapshot has it. */
export async function reduceListed(
	stripe: StripeReader,
	from: Stripe.Subscription
): Promise<SubscriptionSnapshot> {
	return reduceSubscription(from, await invoicesWhileUnpaid(stripe, from));
}

async function invoicesWhileUnpaid(
	stripe: StripeReader,
	{ id, status }: Stripe.Subscription
): Promise<Stripe.Invoice[]> {
	if (status !== 'past_due') return [];
	const { data } = await stripe.invoices.list({ subscription: id, limit: INVOICES_LOOKED_AT });
	return data;
}

async function invoicePaidBy(stripe: StripeReader, intent: string): Promise<string | null> {
	const { data } = await stripe.invoicePayments.list({
		payment: { type: 'payment_intent', payment_intent: intent },
		limit: 1
	});
	return idOf(data[0]?.invoice);
}

async function paymentsOf(stripe: StripeReader, invoice: string): Promise<Payment[]> {
	const { data } = await stripe.invoicePayments.list({
		invoice,
		limit: 100,
		expand: ['data.payment.payment_intent']
	});
	return Promise.all(
		// The oldest first, so that the last is the one that counts.
		data.toReversed().map(async (payment) => {
			const by = { charge: idOf(payment.payment.charge) ?? undefined };
			const intent = idOf(payment.payment.payment_intent) ?? undefined;
			if (payment.status !== 'paid' || (!intent && !by.charge)) {
				return { payment, refunds: [], disputes: [] };
			}
			const of = { ...(intent ? { payment_intent: intent } : by), limit: 100 };
			const [refunds, disputes] = await Promise.all([
				stripe.refunds.list(of),
				stripe.disputes.list(of)
			]);
			return { payment, refunds: refunds.data, disputes: disputes.data };
		})
	);
}
