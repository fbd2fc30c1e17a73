import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { idOf } from '../ids.ts';
import { basket, makePortal, makePrice, subscribe, useBench } from './support.ts';

/**
 * Stripe publishes an example of each object. The types of the `stripe` package hold the fields that
 * have to be there; the examples hold those that may be missing by type and never are.
 */
const examples: Record<string, unknown> = JSON.parse(
	readFileSync(new URL('../../../../tests/fixtures/stripe/objects.json', import.meta.url), 'utf8')
);

/** Fields of an example that an object at version 2026-10-28.endive has not. */
const gone: Record<string, string[]> = {
	// It is at parent.subscription_details.subscription now.
	invoice: ['subscription'],
	// Only there when it is expanded.
	charge: ['refunds']
};

const bench = useBench();

test('every object has the fields of Stripe’s example', async () => {
	const { stripe, control } = bench;
	const price = await makePrice(bench);
	const { customer, subscription, session } = await subscribe(bench, { price });
	const invoices = await stripe.invoices.list({ customer: customer.id });
	const bonds = await stripe.invoicePayments.list({ invoice: invoices.data[0]?.id });
	const charges = await stripe.charges.list({ customer: customer.id });
	const [charge] = charges.data;
	const portal = await makePortal(bench, [{ product: String(price.product), prices: [price.id] }]);
	const refund = await stripe.refunds.create({ charge: charge?.id, amount: 100 });
	const dispute = await stripe.disputes.retrieve(await control.dispute(charge?.id ?? ''));
	const flow = {
		type: 'subscription_cancel',
		subscription_cancel: { subscription: subscription.id }
	};
	const products = await stripe.products.list();
	const methods = idOf(subscription.default_payment_method) ?? '';
	const events = await stripe.events.list({ type: 'charge.succeeded' });
	const open = await stripe.checkout.sessions.create({ ...basket(price), expand: ['line_items'] });

	expectFields('account', await stripe.accounts.retrieveCurrent());
	expectFields('product', products.data[0]);
	expectFields('price', price);
	expectFields('customer', await stripe.customers.retrieve(customer.id));
	expectFields('payment_method', await stripe.paymentMethods.retrieve(methods));
	expectFields('checkout.session', session);
	expectFields('checkout.session', open);
	expectFields('item', open.line_items?.data[0]);
	expectFields('subscription', subscription);
	expectFields('subscription_item', subscription.items.data[0]);
	expectFields('invoice', invoices.data[0]);
	expectFields('line_item', invoices.data[0]?.lines.data[0]);
	expectFields('invoice_payment', bonds.data[0]);
	expectFields(
		'payment_intent',
		await stripe.paymentIntents.retrieve(idOf(charge?.payment_intent ?? ''))
	);
	expectFields('charge', charge);
	expectFields('refund', refund);
	expectFields('dispute', dispute);
	expectFields('balance_transaction', dispute.balance_transactions[0]);
	expectFields('billing_portal.configuration', portal);
	expectFields(
		'billing_portal.session',
		await stripe.billingPortal.sessions.create({
			customer: customer.id,
			configuration: portal.id,
			flow_data: flow
		})
	);
	expectFields('event', events.data[0]);
	expectFields(
		'test_helpers.test_clock',
		await stripe.testHelpers.testClocks.create({ frozen_time: 1_800_000_000 })
	);
});

function expectFields(name: string, object: unknown) {
	expect(isRecord(object) ? object.object : object, name).toBe(name);
	const left = missing(examples[name], object, '').filter((path) => !gone[name]?.includes(path));
	expect.soft(left, name).toEqual([]);
}

/** Paths of an example that an object has not. Where either has nothing inside, nothing is compared. */
function missing(example: unknown, object: unknown, path: string): string[] {
	if (Array.isArray(example) && Array.isArray(object)) {
		return example.length && object.length ? missing(example[0], object[0], `${path}[]`) : [];
	}
	if (!isRecord(example) || !isRecord(object)) return [];
	// An event may be about anything.
	if (example.object !== object.object) return [];
	return Object.entries(example).flatMap(([key, inner]) => {
		// What is in metadata is its owner’s.
		if (path.endsWith('metadata')) return [];
		const inside = path ? `${path}.${key}` : key;
		return key in object ? missing(inner, object[key], inside) : [inside];
	});
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
