import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { handle, type Account, type Deps } from './handler.ts';
import type { Portal } from './portals.ts';

const publication = '0193b7c1-0000-7000-8000-0000000000aa';
const account: Account = {
	member_id: '0193b7c1-0000-7000-8000-0000000000c1',
	email: 'joan@example.org',
	name: 'Joan',
	slug: 'tide-table',
	publication_name: 'The Tide Table',
	language: 'de-AT'
};
const living = { id: 'sub_1', customer_id: 'cus_1', living: true, ends: false };

function setUp(subscription: Portal['subscription'] = living, changes: Partial<Deps> = {}) {
	const configured: Stripe.BillingPortal.ConfigurationCreateParams[] = [];
	const visited: Stripe.BillingPortal.SessionCreateParams[] = [];
	const price = (id: string) => ({
		...{ id, interval: 'month' as const, currency: 'gbp', amount: 500, price_id: null }
	});
	const handler = handle({
		siteUrl: 'https://pamphlet.example',
		account: async () => account,
		portal: async () => ({ configuration_id: null, digest: null, subscription }),
		offers: async () =>
			['Gold', 'Silver'].map((name) => ({
				...{ tier_id: name, name, product_id: null, product_name: null },
				prices: [price(name)]
			})),
		product: async ({ name }) => `prod_${name}`,
		price: async (_, { id }) => `price_${id}`,
		configure: async (_, __, settings) => {
			configured.push(settings);
			return 'bpc_1';
		},
		visit: async (params) => {
			visited.push(params);
			return 'https://billing.stripe.com/p/session/1';
		},
		...changes
	});
	const post = async (more: object = {}) => {
		const response = await handler(
			new Request('https://api.example/billing-portal', {
				method: 'POST',
				headers: { authorization: 'Bearer x' },
				body: JSON.stringify({ publication_id: publication, ...more })
			})
		);
		const answer = (await response.json()) as { code?: string; url?: string };
		return [response.status, answer.code ?? answer.url];
	};
	return { post, configured, visited };
}

describe('the portal', () => {
	it('offers what is on sale, cancelling at the end, and nothing that would change an address', async () => {
		const { post, configured, visited } = setUp();
		expect(await post()).toEqual([200, 'https://billing.stripe.com/p/session/1']);
		expect(configured[0]?.features).toEqual({
			invoice_history: { enabled: true },
			payment_method_update: { enabled: true },
			subscription_cancel: { enabled: true, mode: 'at_period_end' },
			subscription_update: {
				enabled: true,
				default_allowed_updates: ['price'],
				proration_behavior: 'always_invoice',
				products: [
					{ product: 'prod_Gold', prices: ['price_Gold'] },
					{ product: 'prod_Silver', prices: ['price_Silver'] }
				]
			}
		});
		expect(visited).toEqual([
			{
				...{ customer: 'cus_1', configuration: 'bpc_1', locale: 'de' },
				return_url: 'https://pamphlet.example/account'
			}
		]);
	});

	it('offers no switch where nothing is on sale any more', async () => {
		const { post, configured, visited } = setUp(living, { offers: async () => [] });
		await post({ flow: 'switch' });
		expect(configured[0]?.features.subscription_update).toEqual({ enabled: false });
		expect(visited[0]).not.toHaveProperty('flow_data');
	});

	it.each([
		['cancel', 'subscription_cancel', { subscription_cancel: { subscription: 'sub_1' } }],
		['switch', 'subscription_update', { subscription_update: { subscription: 'sub_1' } }],
		['payment_method', 'payment_method_update', {}]
	])('goes straight to %s, and back', async (flow, type, more) => {
		const { post, visited } = setUp();
		await post({ flow, return_path: '/account?saved=1' });
		const return_url = 'https://pamphlet.example/account?saved=1';
		const after_completion = { type: 'redirect', redirect: { return_url } };
		expect(visited[0]).toMatchObject({
			return_url,
			flow_data: { type, after_completion, ...more }
		});
	});

	it.each([
		['its end is settled', { ...living, ends: true }, 'cancel'],
		['it is over', { ...living, living: false }, 'cancel'],
		['it is over', { ...living, living: false }, 'switch']
	])('shows its first page where %s', async (_, subscription, flow) => {
		const { post, visited } = setUp(subscription);
		expect((await post({ flow }))[0]).toBe(200);
		expect(visited[0]).not.toHaveProperty('flow_data');
	});

	it('is nothing for whoever never bought', async () => {
		const { post, visited } = setUp(null);
		expect(await post()).toEqual([404, 'no_subscription']);
		expect(visited).toEqual([]);
	});
});
