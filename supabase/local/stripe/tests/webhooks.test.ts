import { createServer } from 'node:http';
import fc from 'fast-check';
import Stripe from 'stripe';
import { afterEach, expect, test } from 'vitest';
import { StripeControl } from '../control.ts';
import { startLocalStripe } from '../server.ts';
import { clientOf, secretKey, subscribe, useBench, webhookSecret } from './support.ts';

const bench = useBench();
afterEach(async () => {
	bench.answer = () => 200;
	await bench.control.reset();
	bench.received.length = 0;
});

const states = async () => (await bench.control.deliveries()).map(({ state }) => state);

test('events are signed, and are what the API has of them', async () => {
	await bench.stripe.customers.create({ email: 'ada@example.com' });
	expect(await bench.events()).toEqual(['customer.created']);
	const [event] = (await bench.stripe.events.list()).data;
	expect(event).toMatchObject({
		type: 'customer.created',
		api_version: '2026-10-28.endive',
		livemode: false,
		pending_webhooks: 0,
		data: { object: { email: 'ada@example.com' } }
	});
	expect(event?.request?.id).toMatch(/^req_/);
});

test('a signature of another secret, of another text or of long ago is none', async () => {
	const heard: { body: string; signature: string }[] = [];
	const server = createServer(async (request, response) => {
		let body = '';
		for await (const part of request) body += part;
		heard.push({ body, signature: String(request.headers['stripe-signature']) });
		response.end();
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const address = server.address();
	const port = typeof address === 'object' ? address?.port : 0;
	let wall = Date.now();
	const local = await startLocalStripe({
		host: '127.0.0.1',
		port: 0,
		secretKey,
		webhook: { url: `http://127.0.0.1:${port}/`, secret: webhookSecret },
		wall: () => wall
	});
	const customers = clientOf(local.url).customers;
	await customers.create({});
	await new StripeControl(local.url).idle();
	wall -= 301_000;
	await customers.create({});
	await new StripeControl(local.url).idle();
	await local.stop();
	server.close();
	const [fresh, old] = heard;
	const verify = (body = '', signature = '', secret = webhookSecret) =>
		Stripe.webhooks.constructEventAsync(body, signature, secret);
	expect((await verify(fresh?.body, fresh?.signature)).type).toBe('customer.created');
	await expect(verify(fresh?.body, fresh?.signature, 'whsec_other')).rejects.toThrow();
	await expect(verify(fresh?.body + ' ', fresh?.signature)).rejects.toThrow();
	await expect(verify(old?.body, old?.signature)).rejects.toThrow('tolerance');
});

test('what is changed says what it was before', async () => {
	const { id } = await bench.stripe.customers.create({ name: 'Ada', metadata: { a: '1' } });
	await bench.stripe.customers.update(id, { name: 'Ada Lovelace' });
	await bench.stripe.customers.update(id, { name: 'Ada Lovelace' });
	await bench.control.idle();
	const updates = bench.received.filter(({ type }) => type === 'customer.updated');
	expect(updates).toHaveLength(1);
	expect(updates[0]?.data).toMatchObject({
		object: { name: 'Ada Lovelace' },
		previous_attributes: { name: 'Ada' }
	});
	expect(Object.keys(updates[0]?.data.previous_attributes ?? {})).toEqual(['name']);
});

test('without an answer of 2xx an event is sent again, by itself', async () => {
	// It refuses until we have looked, and not once: a second may be over by then.
	let tries = 0;
	let status = 500;
	bench.answer = () => ((tries += 1), status);
	await bench.stripe.customers.create({});
	await bench.control.idle();
	expect(await states()).toEqual(['retrying']);
	expect((await bench.stripe.events.list({ delivery_success: false })).data).toHaveLength(1);
	status = 200;
	await bench.control.idle({ retries: true });
	expect(await bench.control.deliveries()).toMatchObject([{ state: 'delivered', attempts: tries }]);
	expect(tries).toBeGreaterThan(1);
});

test('held, and let go in the order one likes', async () => {
	await bench.control.webhooks('hold');
	for (const name of ['a', 'b', 'c']) await bench.stripe.products.create({ name });
	expect(await bench.events()).toEqual([]);
	await bench.control.release('reversed');
	await bench.control.idle();
	const names = bench.received.map(({ data }) => ('name' in data.object ? data.object.name : ''));
	expect(names).toEqual(['c', 'b', 'a']);
});

test('shuffled: all of them, once each', async () => {
	await bench.control.webhooks('shuffle');
	await subscribe(bench);
	await bench.control.idle();
	const sent = bench.received.map(({ id }) => id);
	const made = (await bench.stripe.events.list({ limit: 100 })).data.map(({ id }) => id);
	expect([...sent].sort()).toEqual([...made].sort());
});

test('duplicated: each of them twice', async () => {
	await bench.control.webhooks('duplicate');
	await bench.stripe.customers.create({});
	await bench.control.idle();
	expect(bench.received).toHaveLength(2);
	expect(bench.received[0]?.id).toBe(bench.received[1]?.id);
});

test('lost, and sent again when somebody asks for it', async () => {
	await bench.control.webhooks('drop');
	await subscribe(bench);
	expect(await bench.events()).toEqual([]);
	const [last] = (await bench.stripe.events.list({ types: ['checkout.session.*'] })).data;
	await bench.control.redeliver([last?.id ?? '']);
	expect(await bench.events()).toEqual(['checkout.session.completed']);
	await bench.control.redeliver();
	expect(await bench.events()).toHaveLength((await states()).length - 1);
});

test('an endpoint that is not there costs nobody anything', async () => {
	await bench.control.endpoint({ url: 'http://127.0.0.1:9/', secret: webhookSecret });
	await bench.stripe.customers.create({});
	await bench.control.idle();
	expect((await bench.control.deliveries())[0]).toMatchObject({ state: 'retrying', status: 0 });
});

test('whatever the modes, every event that was not dropped arrives', async () => {
	const [endpoint] = bench.received;
	expect(endpoint).toBeUndefined();
	const modes = fc.constantFrom('deliver', 'hold', 'shuffle', 'duplicate', 'drop');
	await fc.assert(
		fc.asyncProperty(fc.array(modes, { minLength: 1, maxLength: 6 }), async (list) => {
			await bench.control.reset();
			bench.received.length = 0;
			for (const mode of list) {
				await bench.control.webhooks(mode);
				await bench.stripe.products.create({ name: mode });
			}
			await bench.control.webhooks('deliver');
			await bench.control.release('shuffled');
			await bench.control.redeliver();
			await bench.control.idle();
			const arrived = new Set(bench.received.map(({ id }) => id));
			expect(arrived.size).toBe(list.length);
		}),
		{ numRuns: 15 }
	);
});
