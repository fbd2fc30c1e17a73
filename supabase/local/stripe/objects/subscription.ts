import type Stripe from 'stripe';
import { periodEnd } from '../clock.ts';
import { newId } from '../ids.ts';
import { planOf } from './catalogue.ts';

/** A list with all of its entries in it, as objects carry them inside. */
export function innerList<T>(data: T[], url: string): Stripe.ApiList<T> {
	return { object: 'list', data, has_more: false, url };
}

/** What a new subscription is made from. */
export interface SubscriptionPlan {
	customer: Stripe.Customer;
	items: { price: Stripe.Price; quantity: number }[];
	defaultPaymentMethod: string | null;
	trialEnd: number | null;
	missingPaymentMethod: 'cancel' | 'create_invoice' | 'pause';
	metadata: Stripe.Metadata;
	description: string | null;
}

/** A subscription as it is made; https://docs.stripe.com/api/subscriptions/object. */
export function newSubscription(plan: SubscriptionPlan, now: number): Stripe.Subscription {
	const id = newId('sub');
	const anchor = plan.trialEnd ?? now;
	return {
		id,
		object: 'subscription',
		application: null,
		application_fee_percent: null,
		automatic_tax: { disabled_reason: null, enabled: false, liability: null },
		billing_cycle_anchor: anchor,
		billing_cycle_anchor_config: null,
		billing_mode: { flexible: { proration_discounts: 'included' }, type: 'flexible' },
		billing_schedules: [],
		billing_thresholds: null,
		cancel_at: null,
		cancel_at_period_end: false,
		canceled_at: null,
		cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
		collection_method: 'charge_automatically',
		created: now,
		currency: plan.items[0]?.price.currency ?? 'usd',
		customer: plan.customer.id,
		customer_account: null,
		days_until_due: null,
		default_payment_method: plan.defaultPaymentMethod,
		default_source: null,
		default_tax_rates: [],
		description: plan.description,
		discounts: [],
		ended_at: null,
		invoice_settings: {
			account_tax_ids: null,
			custom_fields: null,
			description: null,
			footer: null,
			issuer: { type: 'self' }
		},
		items: innerList(
			plan.items.map((item) => newSubscriptionItem(id, item, now, anchor)),
			`/v1/subscription_items?subscription=${id}`
		),
		latest_invoice: null,
		livemode: false,
		managed_payments: { enabled: false },
		metadata: plan.metadata,
		next_pending_invoice_item_invoice: null,
		on_behalf_of: null,
		pause_collection: null,
		payment_settings: {
			payment_method_options: null,
			payment_method_types: null,
			save_default_payment_method: 'off'
		},
		pending_invoice_item_interval: null,
		pending_setup_intent: null,
		pending_update: null,
		schedule: null,
		start_date: now,
		status: plan.trialEnd ? 'trialing' : 'incomplete',
		test_clock: plan.customer.test_clock ?? null,
		transfer_data: null,
		trial_end: plan.trialEnd,
		trial_settings: {
			end_behavior: {
				billing_cycle_anchor: null,
				missing_payment_method: plan.missingPaymentMethod
			}
		},
		trial_start: plan.trialEnd ? now : null
	};
}

/** One price of a subscription. Up to the anchor lasts a trial; from there its periods are counted. */
export function newSubscriptionItem(
	subscription: string,
	{ price, quantity }: { price: Stripe.Price; quantity: number },
	now: number,
	anchor: number
): Stripe.SubscriptionItem {
	const end = price.recurring && anchor <= now ? periodEnd(anchor, now, price.recurring) : anchor;
	return {
		id: newId('si', 14),
		object: 'subscription_item',
		billing_thresholds: null,
		created: now,
		current_period_end: end,
		current_period_start: now,
		current_trial: null,
		discounts: [],
		metadata: {},
		plan: planOf(price),
		price,
		quantity,
		subscription,
		tax_rates: []
	};
}
