import type Stripe from 'stripe';
import { noAddress } from './customer.ts';

const nothingDue = {
	alternatives: [],
	current_deadline: null,
	currently_due: [],
	disabled_reason: null,
	errors: [],
	eventually_due: [],
	past_due: [],
	pending_verification: []
};
const noKanji = {
	statement_descriptor_prefix_kana: null,
	statement_descriptor_prefix_kanji: null
};

/** The one account there is; https://docs.stripe.com/api/accounts/object. */
export const account = {
	id: 'acct_local',
	object: 'account',
	business_profile: {
		annual_revenue: null,
		estimated_worker_count: null,
		mcc: null,
		minority_owned_business_designation: null,
		name: 'Local Stripe',
		product_description: null,
		specified_commercial_transactions_act_url: null,
		support_address: noAddress,
		support_email: null,
		support_phone: null,
		support_url: null,
		url: null
	},
	business_type: null,
	capabilities: { card_payments: 'active', transfers: 'active' },
	charges_enabled: true,
	controller: { type: 'account' },
	country: 'GB',
	created: 1_700_000_000,
	default_currency: 'eur',
	details_submitted: true,
	email: 'local@example.com',
	external_accounts: {
		object: 'list',
		data: [],
		has_more: false,
		url: '/v1/accounts/acct_local/external_accounts'
	},
	future_requirements: nothingDue,
	metadata: {},
	payouts_enabled: true,
	requirements: nothingDue,
	settings: {
		bacs_debit_payments: { display_name: null, service_user_number: null },
		branding: { icon: null, logo: null, primary_color: null, secondary_color: null },
		card_issuing: { tos_acceptance: { date: null, ip: null } },
		card_payments: {
			decline_on: { avs_failure: false, cvc_failure: false },
			statement_descriptor_prefix: null,
			...noKanji
		},
		dashboard: { display_name: 'Local Stripe', timezone: 'Etc/UTC' },
		invoices: { default_account_tax_ids: null, hosted_payment_method_save: null },
		payments: {
			statement_descriptor: 'LOCAL STRIPE',
			statement_descriptor_kana: null,
			statement_descriptor_kanji: null,
			...noKanji
		},
		payouts: {
			debit_negative_balances: true,
			schedule: { delay_days: 2, interval: 'daily' },
			statement_descriptor: null
		},
		sepa_debit_payments: {}
	},
	tos_acceptance: { date: null, ip: null, user_agent: null },
	type: 'standard'
} satisfies Stripe.Account;
