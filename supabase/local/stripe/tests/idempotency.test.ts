import Stripe from 'stripe';
import { beforeEach, expect, test } from 'vitest';
import { clientOf, refusal, useBench } from './support.ts';

const bench = useBench();
let key = '';
beforeEach(() => {
	key = crypto.randomUUID();
});

const named = async (name: string) => {
	const { data } = await bench.stripe.products.list({ limit: 100 });
	return data.filter((product) => product.name === name).length;
};

test('the same key gives the same answer, and nothing happens twice', async () => {
	const create = () => bench.stripe.products.create({ name: 'Once' }, { idempotencyKey: key });
	const first = await create();
	const second = await create();
	expect(second.id).toBe(first.id);
	expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
	expect(await named('Once')).toBe(1);
});

test('the same key with other parameters is an error', async () => {
	const options = { idempotencyKey: key };
	await bench.stripe.products.create({ name: 'This' }, options);
	const refused = await refusal(bench.stripe.products.create({ name: 'That' }, options));
	expect(refused).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
	expect(refused.statusCode).toBe(400);
});

test('a key is 255 characters long at most', async () => {
	const options = { idempotencyKey: 'k'.repeat(256) };
	const refused = await refusal(bench.stripe.products.create({ name: 'x' }, options));
	expect(refused).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
});

test('a request whose parameters were wrong may be made again with its key', async () => {
	const options = { idempotencyKey: key };
	const wrong = { product: 'prod_none', currency: 'eur', unit_amount: 500 };
	await refusal(bench.stripe.prices.create(wrong, options));
	const product = await bench.stripe.products.create({ name: 'x' });
	const made = await bench.stripe.prices.create({ ...wrong, product: product.id }, options);
	expect(made.product).toBe(product.id);
});

test('an answer that is cut off has worked; the retry gets it', async () => {
	const client = clientOf(bench.url, undefined, 1);
	await bench.control.fault({ how: 'cut', method: 'POST', path: '/v1/products', effect: true });
	const { id } = await client.products.create({ name: 'Cut' });
	expect(await named('Cut')).toBe(1);
	expect((await bench.stripe.products.retrieve(id)).name).toBe('Cut');
});

test('a cut without effect, and nobody who tries again: nothing has happened', async () => {
	// A connection that was closed is tried once more, whatever the client is told.
	const fault = { how: 'cut', method: 'POST', path: '/v1/products', times: 2 } as const;
	await bench.control.fault(fault);
	const refused = await refusal(bench.stripe.products.create({ name: 'Lost' }));
	expect(refused).toBeInstanceOf(Stripe.errors.StripeConnectionError);
	expect(await named('Lost')).toBe(0);
});

test('a 500 is remembered for its key; a 503 is not', async () => {
	const options = { idempotencyKey: key };
	const create = () => bench.stripe.products.create({ name: 'Broken' }, options);
	await bench.control.fault({ how: 'status', method: 'POST', path: '/v1/products', status: 503 });
	expect((await refusal(create())).statusCode).toBe(503);
	await bench.control.fault({ how: 'status', method: 'POST', path: '/v1/products', status: 500 });
	expect((await refusal(create())).statusCode).toBe(500);
	expect((await refusal(create())).statusCode).toBe(500);
	expect(await named('Broken')).toBe(0);
});

test('a call can be held until it is let go', async () => {
	await bench.control.fault({ how: 'hold', path: '/v1/products' });
	const order: string[] = [];
	const held = bench.stripe.products.create({ name: 'Held' }).then(() => order.push('held'));
	await bench.stripe.customers.create({ email: 'ada@example.com' });
	order.push('other');
	await bench.control.releaseCalls();
	await held;
	expect(order).toEqual(['other', 'held']);
});

test('a second request beside the first one is told to wait', async () => {
	const create = () => bench.stripe.products.create({ name: 'Twins' }, { idempotencyKey: key });
	await bench.control.fault({ how: 'hold', path: '/v1/products' });
	const twins = [create(), create()];
	// Whichever comes first is held, until the other one has found its key in use.
	expect(await Promise.any(twins.map(refusal))).toMatchObject({ statusCode: 409 });
	await bench.control.releaseCalls();
	await Promise.allSettled(twins);
	expect(await named('Twins')).toBe(1);
});
