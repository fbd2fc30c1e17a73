import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../_shared/answers.ts';
import { handle, type Deps } from './handler.ts';
import type { Wanted } from './offers.ts';

const tier = '0193b7c1-0000-7000-8000-0000000000a1';
const price = '0193b7c1-0000-7000-8000-0000000000b1';
const wanted: Wanted = {
	publication_id: '0193b7c1-0000-7000-8000-0000000000aa',
	slug: 'tide-table',
	language: 'en-GB',
	collects_tax: false,
	tier_price_id: price,
	member_id: '0193b7c1-0000-7000-8000-0000000000c1',
	email: 'joan@example.org',
	name: 'Joan',
	trial_days: 0
};

function setUp(changes: Partial<Deps> = {}, of: Partial<Wanted> = {}) {
	const opened: Stripe.Checkout.SessionCreateParams[] = [];
	const handler = handle({
		siteUrl: 'https://pamphlet.example',
		wanted: async () => ({ ...wanted, ...of }),
		offers: async () => [
			{
				...{ tier_id: tier, name: 'Gold', product_id: null, product_name: null },
				prices: [{ id: price, interval: 'month', currency: 'gbp', amount: 500, price_id: null }]
			}
		],
		customer: async () => 'cus_1',
		product: async () => 'prod_1',
		price: async () => 'price_1',
		open: async (_, params) => {
			opened.push(params);
			return 'https://checkout.stripe.com/c/pay/cs_1';
		},
		...changes
	});
	const post = async (more: object = {}, authorization: string | null = 'Bearer x') => {
		const response = await handler(
			new Request('https://api.example/checkout', {
				method: 'POST',
				headers: authorization ? { authorization } : {},
				body: JSON.stringify({ tier_id: tier, interval: 'month', ...more })
			})
		);
		const answer = (await response.json()) as { code?: string; url?: string };
		return [response.status, answer.code ?? answer.url];
	};
	return { post, opened };
}

describe('a checkout page', () => {
	it('sells one price to one customer, and leads back', async () => {
		const { post, opened } = setUp();
		expect(await post()).toEqual([200, 'https://checkout.stripe.com/c/pay/cs_1']);
		expect(opened).toEqual([
			{
				mode: 'subscription',
				line_items: [{ price: 'price_1', quantity: 1 }],
				customer: 'cus_1',
				client_reference_id: wanted.member_id,
				locale: 'en-GB',
				payment_method_collection: 'always',
				success_url:
					'https://pamphlet.example/@tide-table/join/thanks?session={CHECKOUT_SESSION_ID}',
				cancel_url: 'https://pamphlet.example/@tide-table/join',
				subscription_data: {
					metadata: { publication: 'tide-table', member: wanted.member_id }
				}
			}
		]);
	});

	it('leads back to where its reader stopped', async () => {
		const { post, opened } = setUp();
		await post({ return_path: '/@tide-table/last-boat?x=1&y=2' });
		const back = 'back=%2F%40tide-table%2Flast-boat%3Fx%3D1%26y%3D2';
		expect(opened[0]?.success_url).toMatch(new RegExp(`_ID}&${back}$`));
		expect(opened[0]?.cancel_url).toBe(`https://pamphlet.example/@tide-table/join?${back}`);
	});

	it('begins with a trial where there is one, and ends it where nothing pays', async () => {
		const { post, opened } = setUp({}, { trial_days: 14 });
		await post();
		expect(opened[0]?.subscription_data).toMatchObject({
			trial_period_days: 14,
			trial_settings: { end_behavior: { missing_payment_method: 'cancel' } }
		});
	});

	it('reckons tax where the publication collects it', async () => {
		const { post, opened } = setUp({}, { collects_tax: true });
		await post();
		expect(opened[0]).toMatchObject({
			automatic_tax: { enabled: true },
			customer_update: { address: 'auto' }
		});
	});
});

describe('a checkout is refused', () => {
	it('without a token, before anything is asked', async () => {
		expect(await setUp().post({}, null)).toEqual([401, 'unauthorised']);
	});

	it.each([
		{ interval: 'week' },
		{ tier_id: 'gold' },
		{ amount: 1 },
		{ return_path: '//evil.example' }
	])('with %j', async (more) => {
		const { post, opened } = setUp();
		expect(await post(more)).toEqual([400, 'bad_request']);
		expect(opened).toEqual([]);
	});

	it('when the database says no, and Stripe is not asked', async () => {
		const { post, opened } = setUp({
			wanted: () => Promise.reject(new Refusal(403, 'banned', 'banned'))
		});
		expect(await post()).toEqual([403, 'banned']);
		expect(opened).toEqual([]);
	});

	it('when the price was taken off between the two questions', async () => {
		expect(await setUp({ offers: async () => [] }).post()).toEqual([404, 'tier_not_for_sale']);
	});
});
