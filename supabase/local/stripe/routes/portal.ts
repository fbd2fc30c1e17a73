import type Stripe from 'stripe';
import { z } from 'zod';
import { endpoint, found, listEndpoint, retrieveEndpoint, type Endpoint } from '../api/endpoint.ts';
import * as p from '../api/params.ts';
import type { Engine } from '../engine.ts';
import { invalid } from '../errors.ts';
import { newPortalConfiguration, newPortalSession, noFeatures } from '../objects/portal.ts';
import { given } from './given.ts';
import { mergeMetadata } from './metadata.ts';
import { businessProfile, features, mergeFeatures } from './portal-features.ts';

const configuration = (engine: Engine, id: string) => engine.store.get('portalConfigurations', id);

const shared = {
	business_profile: businessProfile.optional(),
	default_return_url: p.clearable(p.url).optional(),
	login_page: z.strictObject({ enabled: p.boolean }).optional(),
	metadata: p.clearable(p.metadata).optional(),
	name: p.clearable(p.text).optional()
};

const subscriptionFlow = z.strictObject({ subscription: p.text });
const flowData = z.strictObject({
	type: p.oneOf('payment_method_update', 'subscription_cancel', 'subscription_update'),
	after_completion: z
		.strictObject({
			type: p.oneOf('hosted_confirmation', 'portal_homepage', 'redirect'),
			redirect: z.strictObject({ return_url: p.url }).optional(),
			hosted_confirmation: z.strictObject({ custom_message: p.text.optional() }).optional()
		})
		.optional(),
	subscription_cancel: subscriptionFlow.optional(),
	subscription_update: subscriptionFlow.optional()
});

/** What the portal offers, and visits to it. */
export const portalEndpoints: Endpoint[] = [
	endpoint(
		'POST',
		'/v1/billing_portal/configurations',
		{ ...shared, features },
		({ engine, params }) => {
			const made = newPortalConfiguration(
				{
					features: mergeFeatures(engine, noFeatures, params.features),
					businessProfile: {
						headline: null,
						privacy_policy_url: null,
						terms_of_service_url: null,
						...given(params.business_profile ?? {})
					},
					defaultReturnUrl: params.default_return_url ?? null,
					metadata: mergeMetadata({}, params.metadata),
					name: params.name ?? null,
					isDefault: false
				},
				engine.now()
			);
			return engine.create('portalConfigurations', made, 'billing_portal.configuration.created');
		}
	),
	retrieveEndpoint('/v1/billing_portal/configurations/:id', 'configuration', configuration),
	endpoint(
		'POST',
		'/v1/billing_portal/configurations/:id',
		{ ...shared, active: p.boolean.optional(), features: features.optional() },
		({ engine, id, params }) => {
			const { metadata, features: changed, business_profile, login_page, ...rest } = params;
			const known = found(configuration(engine, id), 'configuration', id);
			const patch = {
				...given(rest),
				...(login_page ? { login_page: { enabled: login_page.enabled, url: null } } : {}),
				business_profile: { ...known.business_profile, ...given(business_profile ?? {}) },
				features: changed ? mergeFeatures(engine, known.features, changed) : known.features,
				metadata: mergeMetadata(known.metadata, metadata),
				updated: engine.now()
			};
			const type = 'billing_portal.configuration.updated';
			return engine.update('portalConfigurations', known, patch, type);
		}
	),
	listEndpoint(
		'/v1/billing_portal/configurations',
		{ active: p.boolean.optional(), is_default: p.boolean.optional() },
		({ engine, params }) =>
			engine.store
				.all('portalConfigurations')
				.filter(({ active }) => params.active === undefined || active === params.active)
				.filter((one) => params.is_default === undefined || one.is_default === params.is_default)
	),
	endpoint(
		'POST',
		'/v1/billing_portal/sessions',
		{
			customer: p.text,
			configuration: p.text.optional(),
			flow_data: flowData.optional(),
			locale: p.text.optional(),
			return_url: p.url.optional()
		},
		({ engine, params }) => {
			found(
				engine.store.get('customers', params.customer),
				'customer',
				params.customer,
				'customer'
			);
			const offered = configurationFor(engine, params.configuration);
			const flow = params.flow_data
				? flowOf(engine, params.customer, offered, params.flow_data)
				: null;
			const made = newPortalSession(
				{
					customer: params.customer,
					configuration: offered.id,
					flow,
					returnUrl: params.return_url ?? offered.default_return_url,
					locale: params.locale ?? null,
					url: engine.settings.url
				},
				engine.now(params.customer)
			);
			return engine.create('portalSessions', made, 'billing_portal.session.created');
		}
	)
];

function configurationFor(engine: Engine, id: string | undefined) {
	if (id) {
		const named = found(configuration(engine, id), 'configuration', id, 'configuration');
		if (!named.active) throw invalid('The configuration is inactive.', { param: 'configuration' });
		return named;
	}
	const standard = engine.store.all('portalConfigurations').find((one) => one.is_default);
	if (standard) return standard;
	throw invalid(
		"You can't create a portal session in test mode until you save your customer portal settings in test mode. Here: pass a `configuration`."
	);
}

function flowOf(
	engine: Engine,
	customer: string,
	{ features: offered }: Stripe.BillingPortal.Configuration,
	data: z.output<typeof flowData>
): Stripe.BillingPortal.Session.Flow {
	const enabled = {
		payment_method_update: offered.payment_method_update.enabled,
		subscription_cancel: offered.subscription_cancel.enabled,
		subscription_update: offered.subscription_update.enabled
	}[data.type];
	if (!enabled) {
		throw invalid(
			`This feature in the portal configuration is disabled: ${data.type}. Enable it to use this flow.`,
			{ param: 'flow_data[type]' }
		);
	}
	const named = data.type === 'payment_method_update' ? undefined : data[data.type];
	if (data.type !== 'payment_method_update') {
		const param = `flow_data[${data.type}][subscription]`;
		const id = named?.subscription;
		if (!id) {
			throw invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
		}
		const subscription = engine.store.get('subscriptions', id);
		const own = subscription?.customer === customer ? subscription : undefined;
		const { status, cancel_at_period_end: cancels } = found(own, 'subscription', id, param);
		if (!['active', 'trialing', 'past_due', 'unpaid', 'paused'].includes(status)) {
			throw invalid(`The subscription '${id}' is ${status} and cannot be changed.`, { param });
		}
		if (data.type === 'subscription_cancel' && cancels) {
			throw invalid(`The subscription '${id}' is already set to be canceled at period end.`, {
				param
			});
		}
	}
	const ending = data.after_completion;
	return {
		type: data.type,
		after_completion: {
			type: ending?.type ?? 'portal_homepage',
			redirect: ending?.redirect ?? null,
			hosted_confirmation: ending?.hosted_confirmation
				? { custom_message: ending.hosted_confirmation.custom_message ?? null }
				: null
		},
		customer_update: null,
		subscription_cancel: data.subscription_cancel
			? { retention: null, subscription: data.subscription_cancel.subscription }
			: null,
		subscription_pause: null,
		subscription_update: data.subscription_update ?? null,
		subscription_update_confirm: null
	};
}
