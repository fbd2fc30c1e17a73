import { describe, expect, it } from 'vitest';
import { PaymentsNotSetUp, stripeFrom, webhookSecretFrom } from './settings.ts';

const environment = (variables: Record<string, string | undefined>) => ({
	get: (name: string) => variables[name]
});

describe('the key of Stripe', () => {
	it.each([
		['sk_test_abc', false],
		['rk_test_abc', false],
		['sk_live_abc', true],
		['rk_live_abc', true]
	])('%s says whether money is real', (key, livemode) => {
		expect(stripeFrom(environment({ STRIPE_SECRET_KEY: key })).livemode).toBe(livemode);
	});

	it.each([undefined, '', '  ', 'pk_test_abc', 'whsec_abc'])('is not %j', (key) => {
		const variables = key === undefined ? {} : { STRIPE_SECRET_KEY: key };
		expect(() => stripeFrom(environment(variables))).toThrow(PaymentsNotSetUp);
		expect(() => stripeFrom(environment(variables))).toThrow('STRIPE_SECRET_KEY');
	});

	it('is not repeated by the error', () => {
		expect(() => stripeFrom(environment({ STRIPE_SECRET_KEY: 'pk_abc' }))).not.toThrow('pk_abc');
	});

	it('is sent to a stand-in only when no money is real', () => {
		const STRIPE_API_URL = 'http://127.0.0.1:54331';
		expect(() =>
			stripeFrom(environment({ STRIPE_SECRET_KEY: 'sk_live_abc', STRIPE_API_URL }))
		).toThrow('STRIPE_API_URL');
		const { stripe } = stripeFrom(
			environment({ STRIPE_SECRET_KEY: 'sk_test_abc', STRIPE_API_URL })
		);
		expect(stripe).toBeDefined();
	});
});

describe('the secret of events', () => {
	it.each([undefined, '', ' \n'])('is not %j', (secret) => {
		const variables = secret === undefined ? {} : { STRIPE_WEBHOOK_SECRET: secret };
		expect(() => webhookSecretFrom(environment(variables))).toThrow('STRIPE_WEBHOOK_SECRET');
	});
});
