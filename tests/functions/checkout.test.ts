import { describe, expect, test } from 'vitest';
import { rates } from '../../src/lib/limits.ts';
import { anon, makeActor, one, type Actor } from '../support/actors.ts';
import { db, sql, stack } from '../support/clients.ts';
import { fresh, makeMember, makePublication, makeSubscription } from '../support/factories.ts';
import { control, idIn, stripe } from '../support/local-stripe.ts';
import { makePrice, tiersOf } from '../support/payments.ts';
import { callFunction } from './support.ts';

type Scene = Awaited<ReturnType<typeof makeScene>>;

async function makeScene(options: Parameters<typeof makePrice>[0] = {}, status = 'active') {
	const offer = await makePrice(options);
	const buyer = await makeActor('buyer');
	return { ...offer, buyer, member: await makeMember(offer.publication, buyer.email, status) };
}

const checkout = ({ buyer, tier }: Pick<Scene, 'buyer' | 'tier'>, more: object = {}) =>
	callFunction('checkout', buyer, { tier_id: tier, interval: 'month', ...more });

const begin = async (scene: Scene, more: object = {}) => {
	const [status, url] = await checkout(scene, more);
	expect([status, url]).toEqual([200, expect.stringContaining('cs_')]);
	return stripe.checkout.sessions.retrieve(idIn(url, 'cs'), { expand: ['line_items'] });
};

/** What Stripe has made of one of our prices: the list of all grows with every test beside this. */
const pricesOf = async (price: string) => {
	const all = await stripe.prices.list({ limit: 100 }).autoPagingToArray({ limit: 10_000 });
	return all.filter(({ metadata }) => metadata.price === price);
};

const customersOf = (member: string) =>
	sql<
		{ customer_id: string }[]
	>`select customer_id from private.stripe_customers where member_id = ${member}`;

describe('checkout', () => {
	test('sells a tier: the page says what, and the money opens it', async () => {
		const scene = await makeScene();
		const [{ slug } = { slug: '' }] = await sql<{ slug: string }[]>`
			select slug from publications where id = ${scene.publication}`;
		const session = await begin(scene, { return_path: `/@${slug}/a-post` });
		const { customer_id } = one(await customersOf(scene.member));
		expect(session).toMatchObject({
			...{ mode: 'subscription', customer: customer_id, client_reference_id: scene.member },
			...{ amount_total: 500, currency: 'gbp', status: 'open' },
			success_url: `${stack.siteUrl}/@${slug}/join/thanks?session={CHECKOUT_SESSION_ID}&back=%2F%40${slug}%2Fa-post`,
			cancel_url: `${stack.siteUrl}/@${slug}/join?back=%2F%40${slug}%2Fa-post`
		});
		expect(await stripe.customers.retrieve(customer_id)).toMatchObject({
			email: scene.buyer.email
		});

		expect(await control.checkout(session.id, { card: '4242' })).toBe('succeed');
		await expect.poll(() => tiersOf(scene.buyer), { timeout: 15_000 }).toEqual([scene.tier]);
		expect(await checkout(scene)).toEqual([409, 'already_subscribed']);
	});

	test('asked twice at once makes one customer, one product, one price and one page', async () => {
		const scene = await makeScene();
		const answers = await Promise.all([1, 2, 3].map(() => checkout(scene)));
		expect(new Set(answers.map(([status]) => status))).toEqual(new Set([200]));
		expect(new Set(answers.map(([, url]) => url)).size).toBe(1);
		const { customer_id } = one(await customersOf(scene.member));
		const { data } = await stripe.checkout.sessions.list({ customer: customer_id });
		expect(data).toHaveLength(1);
		expect(await pricesOf(scene.price)).toHaveLength(1);
	});

	test('for something else closes the page that was open', async () => {
		const scene = await makeScene();
		await sql`insert into tier_prices ${sql({
			...{ publication_id: scene.publication, tier_id: scene.tier, interval: 'year' },
			...{ currency: 'gbp', amount: 5000 }
		})}`;
		const [monthly, yearly] = [await begin(scene), await begin(scene, { interval: 'year' })];
		expect(yearly.amount_total).toBe(5000);
		expect((await stripe.checkout.sessions.retrieve(monthly.id)).status).toBe('expired');
		const again = await begin(scene);
		expect(again.id).not.toBe(monthly.id);
		expect(again.status).toBe('open');
		expect((await begin(scene)).id).toBe(again.id);
	});

	test('paid in another tab, and not heard of yet, does not sell twice', async () => {
		const scene = await makeScene();
		const session = await begin(scene);
		await control.webhooks('hold');
		try {
			await control.checkout(session.id, { card: '4242' });
			expect(await checkout(scene)).toEqual([409, 'already_subscribed']);
		} finally {
			await control.webhooks('deliver');
			await control.release();
		}
	});

	test('tries first, once', async () => {
		const scene = await makeScene({ trialDays: 14 });
		const session = await begin(scene);
		expect(session.amount_total).toBe(0);
		await control.checkout(session.id, { card: '4242' });
		await expect.poll(() => tiersOf(scene.buyer), { timeout: 15_000 }).toEqual([scene.tier]);
		const [{ status, id } = { status: '', id: '' }] = await sql<{ status: string; id: string }[]>`
			select status, id from subscriptions where member_id = ${scene.member}`;
		expect(status).toBe('trialing');

		const { customer_id } = one(await customersOf(scene.member));
		const { data } = await stripe.subscriptions.list({ customer: customer_id });
		await stripe.subscriptions.cancel(one(data).id);
		await expect
			.poll(async () => (await sql`select status from subscriptions where id = ${id}`)[0], {
				timeout: 15_000
			})
			.toEqual({ status: 'canceled' });
		expect((await begin(scene)).amount_total).toBe(500);
	});

	test('of a tier that was renamed says its new name', async () => {
		const scene = await makeScene();
		await begin(scene);
		const name = fresh('A new name');
		await sql`update tiers set name = ${name} where id = ${scene.tier}`;
		await begin(scene);
		const [row] = await sql<{ product_id: string }[]>`
			select product_id from private.stripe_products where tier_id = ${scene.tier}`;
		expect((await stripe.products.retrieve(row?.product_id ?? '')).name).toBe(name);
	});

	test('after an answer that was cut off makes nothing twice', async () => {
		const scene = await makeScene();
		for (const path of ['/v1/customers', '/v1/prices', '/v1/checkout/sessions']) {
			await control.fault({ method: 'POST', path, how: 'cut', effect: true });
		}
		const session = await begin(scene);
		const { customer_id } = one(await customersOf(scene.member));
		const { data } = await stripe.checkout.sessions.list({ customer: customer_id });
		expect(data.map(({ id }) => id)).toEqual([session.id]);
		expect(await pricesOf(scene.price)).toHaveLength(1);
	});
});

describe('checkout refuses', () => {
	const scenes: [string, () => Promise<{ buyer: Actor; tier: string }>, [number, string]][] = [
		[
			'a stranger',
			async () => ({ ...(await makeScene()), buyer: await makeActor() }),
			[403, 'not_a_member']
		],
		['who left', () => makeScene({}, 'left'), [403, 'not_a_member']],
		['who is banned', () => makeScene({}, 'banned'), [403, 'banned']],
		[
			'a tier of a closed publication',
			async () => makeScene({ publication: await makePublication('closed') }),
			[404, 'tier_not_for_sale']
		],
		[
			'a tier that is not there',
			async () => ({ ...(await makeScene()), tier: '0193b7c1-0000-7000-8000-000000000000' }),
			[404, 'tier_not_for_sale']
		],
		[
			'a tier that was taken off',
			async () => {
				const scene = await makeScene();
				await sql`update tiers set archived_at = now() where id = ${scene.tier}`;
				return scene;
			},
			[404, 'tier_not_for_sale']
		],
		[
			'a price that was taken off',
			async () => {
				const scene = await makeScene();
				await sql`update tier_prices set archived_at = now() where id = ${scene.price}`;
				return scene;
			},
			[404, 'tier_not_for_sale']
		],
		...['active', 'trialing', 'past_due', 'unpaid', 'paused', 'incomplete'].map(
			(status): [string, () => Promise<Scene>, [number, string]] => [
				`a second subscription beside one that is ${status}`,
				async () => {
					const scene = await makeScene();
					await makeSubscription({ ...scene, status });
					return scene;
				},
				[409, 'already_subscribed']
			]
		)
	];

	test.each(scenes)('%s', async (_, make, answer) => {
		const scene = await make();
		expect(await checkout(scene)).toEqual(answer);
	});

	test('a visitor without a token', async () => {
		const [status] = await checkout({ ...(await makeScene()), buyer: anon });
		expect(status).toBe(401);
	});

	test.each([
		{ tier_id: 'gold' },
		{ interval: 'week' },
		{ price: 1 },
		{ member_id: '0193b7c1-0000-7000-8000-000000000000' },
		{ return_path: '//evil.example' },
		{ return_path: '/@x/\\evil' },
		{ return_path: 'https://evil.example/' }
	])('%j', async (more) => {
		expect(await checkout(await makeScene(), more)).toEqual([400, 'bad_request']);
	});

	test('what Stripe refuses, without its words', async () => {
		const scene = await makeScene();
		// Below what Stripe takes at all.
		await sql`update tier_prices set archived_at = now() where id = ${scene.price}`;
		await sql`insert into tier_prices ${sql({
			...{ publication_id: scene.publication, tier_id: scene.tier, interval: 'month' },
			...{ currency: 'gbp', amount: 1 }
		})}`;
		expect(await checkout(scene)).toEqual([502, 'stripe_failed']);
	});
});

describe('checkouts of one person', () => {
	/** Uses up what a person may begin. */
	const exhaust = (person: Actor) =>
		sql`select private.take_try('checkout', ${person.id}) from generate_series(1, ${rates.checkout.tries})`;

	test('are bounded, and the answer says how long to wait', async () => {
		const [scene, other] = [await makeScene(), await makeScene()];
		await exhaust(scene.buyer);
		const response = await fetch(`${stack.apiUrl}/functions/v1/checkout`, {
			method: 'POST',
			headers: { apikey: stack.publishableKey, authorization: `Bearer ${scene.buyer.token}` },
			body: JSON.stringify({ tier_id: scene.tier, interval: 'month' })
		});
		expect([response.status, await response.json()]).toEqual([
			429,
			expect.objectContaining({ code: 'too_many_requests' })
		]);
		const wait = Number(response.headers.get('retry-after'));
		expect(wait).toBeGreaterThan(0);
		expect(wait).toBeLessThanOrEqual(rates.checkout.seconds);
		expect(await customersOf(scene.member)).toEqual([]);
		expect((await checkout(other))[0]).toBe(200);
	});

	test('are counted when they begin', async () => {
		const scene = await makeScene();
		for (let n = 0; n < rates.checkout.tries; n += 1) {
			const { error } = await db(scene.buyer).rpc('checkout_offer', {
				...{ p_tier_id: scene.tier, p_interval: 'month', p_livemode: false }
			});
			expect(error).toBeNull();
		}
		expect(await checkout(scene)).toEqual([429, 'too_many_requests']);
	});
});
