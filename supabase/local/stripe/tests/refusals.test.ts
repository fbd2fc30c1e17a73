import Stripe from 'stripe';
import { describe, expect, test } from 'vitest';
import { basket, clientOf, makePrice, refusal, useBench } from './support.ts';

const bench = useBench();

/** Asks as no typed client would. */
async function post(path: string, body: string, headers: Record<string, string> = {}) {
	const response = await fetch(bench.url + path, {
		method: 'POST',
		headers: {
			authorization: 'Bearer sk_test_here',
			'content-type': 'application/x-www-form-urlencoded',
			...headers
		},
		body
	});
	return { status: response.status, error: (await response.json()).error };
}

describe('who asks', () => {
	test('no key, a wrong key', async () => {
		const { status, error } = await post('/v1/products', 'name=x', { authorization: '' });
		expect(status).toBe(401);
		expect(error).toMatchObject({ type: 'invalid_request_error' });
		const wrong = await refusal(clientOf(bench.url, 'sk_test_other').products.list());
		expect(wrong).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
		expect(wrong.message).toMatch(/^Invalid API Key provided: sk_test_\*?/);
	});

	test('another version, another account', async () => {
		const old = await post('/v1/products', 'name=x', { 'stripe-version': '2020-08-27' });
		expect(old).toMatchObject({ status: 400 });
		const other = await refusal(bench.stripe.products.list({}, { stripeAccount: 'acct_somebody' }));
		expect(other).toMatchObject({ statusCode: 403, code: 'account_invalid' });
		const own = await bench.stripe.accounts.retrieveCurrent();
		const products = await bench.stripe.products.list({}, { stripeAccount: own.id });
		expect(products.object).toBe('list');
	});

	test('an address that does not exist', async () => {
		const { status, error } = await post('/v1/coupons', 'duration=once');
		expect(status).toBe(404);
		expect(error.message).toMatch(/^Unrecognized request URL \(POST: \/v1\/coupons\)/);
	});
});

describe('parameters', () => {
	test.for([
		['/v1/products', 'name=x&foo=1', 'parameter_unknown', 'foo', 'Received unknown parameter: foo'],
		['/v1/products', '', 'parameter_missing', 'name', 'Missing required param: name.'],
		['/v1/products', 'name=', 'parameter_invalid_empty', 'name', 'You passed an empty string for'],
		['/v1/products', 'name=x&active=maybe', undefined, 'active', 'Invalid boolean: maybe'],
		['/v1/products', 'name=x&url=nowhere', 'url_invalid', 'url', 'Not a valid URL'],
		['/v1/customers', 'email=nobody', 'email_invalid', 'email', 'Invalid email address: nobody'],
		[
			'/v1/prices',
			'product=p&currency=eur&unit_amount=1.5',
			'parameter_invalid_integer',
			'unit_amount',
			'Invalid integer: 1.5'
		],
		[
			'/v1/checkout/sessions',
			'mode=payment&success_url=https://x.test&line_items[0][price]=p',
			undefined,
			'mode',
			'Invalid mode: must be one of subscription'
		],
		[
			'/v1/checkout/sessions',
			'mode=subscription&success_url=https://x.test&line_items[0][price]=p&line_items[0][size]=1',
			'parameter_unknown',
			'line_items[0][size]',
			'Received unknown parameter: line_items[0][size]'
		],
		[
			'/v1/checkout/sessions',
			'mode=subscription&success_url=https://x.test&line_items[0][quantity]=1',
			'parameter_missing',
			'line_items[0][price]',
			'Missing required param: line_items[0][price].'
		]
	] as const)('%s %s', async ([path, body, code, param, message]) => {
		const { status, error } = await post(path, body);
		expect(status).toBe(400);
		expect(error).toMatchObject({ type: 'invalid_request_error', param });
		expect(error.code).toBe(code);
		expect(error.message).toContain(message);
	});

	test('metadata has its limits', async () => {
		const name = 'x';
		const create = (metadata: Record<string, string>) =>
			refusal(bench.stripe.products.create({ name, metadata }));
		expect((await create({ ['k'.repeat(41)]: 'v' })).message).toContain('40 characters');
		expect((await create({ k: 'v'.repeat(501) })).message).toContain('500 characters');
		const many = Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, 'v']));
		expect((await create(many)).message).toContain('50 keys');
	});

	test('metadata is merged; empty values take keys away', async () => {
		const { stripe } = bench;
		const { id } = await stripe.products.create({ name: 'x', metadata: { a: '1', b: '2' } });
		const merged = await stripe.products.update(id, { metadata: { b: '', c: '3' } });
		expect(merged.metadata).toEqual({ a: '1', c: '3' });
		expect((await stripe.products.update(id, { metadata: '' })).metadata).toEqual({});
	});

	test('a parameter called __proto__ is a stranger like any other', async () => {
		const { error } = await post('/v1/products', 'name=x&__proto__[active]=1');
		expect(error).toMatchObject({ code: 'parameter_unknown', param: '__proto__' });
	});
});

describe('objects', () => {
	test('an unknown one is 404 in the address and 400 in a parameter', async () => {
		const { stripe } = bench;
		expect(await refusal(stripe.customers.retrieve('cus_none'))).toMatchObject({
			statusCode: 404,
			code: 'resource_missing',
			message: "No such customer: 'cus_none'"
		});
		const price = { product: 'prod_none', currency: 'eur', unit_amount: 500 };
		expect(await refusal(stripe.prices.create(price))).toMatchObject({
			statusCode: 400,
			code: 'resource_missing',
			param: 'product'
		});
	});

	test('a price that is off, or not recurring, cannot be subscribed to', async () => {
		const { stripe } = bench;
		const price = await makePrice(bench);
		await stripe.prices.update(price.id, { active: false });
		const off = await refusal(stripe.checkout.sessions.create(basket(price)));
		expect(off.message).toContain('inactive');
		const once = await stripe.prices.create({
			product: String(price.product),
			currency: 'eur',
			unit_amount: 500
		});
		const single = await refusal(stripe.checkout.sessions.create(basket(once)));
		expect(single.message).toContain('one-time price');
	});
});

describe('amounts', () => {
	test.for([
		['eur', 49, 'amount_too_small'],
		['gbp', 29, 'amount_too_small'],
		['jpy', 49, 'amount_too_small']
	] as const)('%s %i is too little to charge', async ([currency, amount, code]) => {
		const price = await makePrice(bench, { currency, amount });
		const refused = await refusal(bench.stripe.checkout.sessions.create(basket(price)));
		expect(refused.code).toBe(code);
	});

	test.for([
		['eur', 100_000_000, 'amount_too_large'],
		['kwd', 1005, 'parameter_invalid_integer'],
		['zzz', 500, undefined],
		['eur', -1, undefined]
	] as const)('%s %i is no price', async ([currency, amount, code]) => {
		const refused = await refusal(makePrice(bench, { currency, amount }));
		expect(refused.statusCode).toBe(400);
		expect(refused.code).toBe(code);
	});

	test('currencies are in lower case, however they were asked for', async () => {
		expect((await makePrice(bench, { currency: 'EUR' })).currency).toBe('eur');
		expect((await makePrice(bench, { currency: 'jpy', amount: 500 })).unit_amount).toBe(500);
		expect((await makePrice(bench, { currency: 'kwd', amount: 1500 })).unit_amount).toBe(1500);
	});
});

describe('lists', () => {
	test('come in pages, the newest first', async () => {
		const { stripe } = bench;
		const product = (await stripe.products.create({ name: 'Pages' })).id;
		const made: string[] = [];
		for (let n = 0; n < 5; n++) made.push((await makePrice(bench, { product })).id);
		const first = await stripe.prices.list({ product, limit: 2 });
		expect(first.data.map(({ id }) => id)).toEqual([made[4], made[3]]);
		expect(first.has_more).toBe(true);
		const walked: string[] = [];
		for await (const { id } of stripe.prices.list({ product, limit: 2 })) walked.push(id);
		expect(walked).toEqual(made.reverse());
		const back = await stripe.prices.list({ product, limit: 2, ending_before: walked[3] });
		expect(back.data.map(({ id }) => id)).toEqual([walked[1], walked[2]]);
		expect((await refusal(stripe.prices.list({ limit: 101 }))).param).toBe('limit');
	});

	test('expand reaches into them, and no further than there is something', async () => {
		const { stripe } = bench;
		const price = await makePrice(bench);
		const product = String(price.product);
		const list = await stripe.prices.list({ product, expand: ['data.product'] });
		expect(list.data[0]?.product).toMatchObject({ object: 'product', id: product });
		const refused = await refusal(stripe.prices.retrieve(price.id, { expand: ['colour'] }));
		expect(refused.message).toContain('This property cannot be expanded (colour)');
	});
});
