import type Stripe from 'stripe';
import { newId } from '../ids.ts';

type Configuration = Stripe.BillingPortal.Configuration;

/** What the portal offers; https://docs.stripe.com/api/customer_portal/configurations/object. */
export function newPortalConfiguration(
	given: {
		features: Configuration['features'];
		businessProfile: Configuration['business_profile'];
		defaultReturnUrl: string | null;
		metadata: Stripe.Metadata;
		name: string | null;
		isDefault: boolean;
	},
	now: number
): Configuration {
	return {
		id: newId('bpc'),
		object: 'billing_portal.configuration',
		active: true,
		application: null,
		business_profile: given.businessProfile,
		created: now,
		default_return_url: given.defaultReturnUrl,
		features: given.features,
		is_default: given.isDefault,
		livemode: false,
		login_page: { enabled: false, url: null },
		metadata: given.metadata,
		name: given.name,
		updated: now
	};
}

/** Every feature switched off. */
export const noFeatures: Configuration['features'] = {
	customer_update: { allowed_updates: [], enabled: false },
	invoice_history: { enabled: false },
	payment_method_update: { enabled: false, payment_method_configuration: null },
	subscription_cancel: {
		cancellation_reason: {
			enabled: false,
			feedback_options: null,
			options: ['too_expensive', 'missing_features', 'switched_service', 'unused', 'other']
		},
		enabled: false,
		mode: 'at_period_end',
		proration_behavior: 'none'
	},
	subscription_pause: { duration: { interval_options: [], type: 'indefinite' }, enabled: false },
	subscription_update: {
		billing_cycle_anchor: null,
		default_allowed_updates: [],
		enabled: false,
		products: [],
		proration_behavior: 'none',
		schedule_at_period_end: { conditions: [] },
		trial_update_behavior: 'end_trial'
	}
};

/** One visit to the portal; https://docs.stripe.com/api/customer_portal/sessions/object. */
export function newPortalSession(
	given: {
		customer: string;
		configuration: string;
		flow: Stripe.BillingPortal.Session['flow'];
		returnUrl: string | null;
		locale: string | null;
		url: string;
	},
	now: number
): Stripe.BillingPortal.Session {
	const id = newId('bps');
	return {
		id,
		object: 'billing_portal.session',
		configuration: given.configuration,
		created: now,
		customer: given.customer,
		customer_account: null,
		flow: given.flow,
		livemode: false,
		locale: given.locale,
		on_behalf_of: null,
		return_url: given.returnUrl,
		url: `${given.url}/portal/${id}`
	};
}
