import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StripeControl } from '../control.ts';
import { startLocalStripe } from '../server.ts';
import { basket, clientOf, secretKey } from './support.ts';

let folder = '';
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'local-stripe-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const start = async (file: string) => {
	const local = await startLocalStripe({ host: '127.0.0.1', port: 0, secretKey, file });
	return {
		stripe: clientOf(local.url),
		control: new StripeControl(local.url),
		stop: () => local.stop()
	};
};

test('what it knows outlasts it, the turned clock and the answers to keys too', async () => {
	const file = path.join(folder, 'kept.jsonl');
	const options = { idempotencyKey: 'one' };
	const first = await start(file);
	const product = await first.stripe.products.create({ name: 'Reader' }, options);
	const price = await first.stripe.prices.create({
		product: product.id,
		currency: 'eur',
		unit_amount: 500,
		recurring: { interval: 'month' }
	});
	const session = await first.stripe.checkout.sessions.create({
		...basket(price),
		customer_email: 'ada@example.com'
	});
	await first.control.checkout(session.id);
	const now = await first.control.advance({ months: 1, days: 1 });
	const before = await first.stripe.subscriptions.list();
	await first.stop();

	const second = await start(file);
	const after = await second.stripe.subscriptions.list();
	expect(JSON.stringify(after.data)).toBe(JSON.stringify(before.data));
	expect(after.data[0]?.items.data[0]?.price.unit_amount_decimal?.toString()).toBe('500');
	expect((await second.stripe.products.create({ name: 'Reader' }, options)).id).toBe(product.id);
	expect(await second.control.now()).toBeGreaterThanOrEqual(now);
	expect((await second.stripe.events.list({ limit: 100 })).data.length).toBeGreaterThan(10);
	await second.control.reset();
	await second.stop();
	expect(readFileSync(file, 'utf8')).toBe('');
});

test('a line that a crash has cut short is no obstacle', async () => {
	const file = path.join(folder, 'cut.jsonl');
	const first = await start(file);
	await first.stripe.customers.create({ email: 'ada@example.com' });
	const { id } = await first.stripe.customers.create({ email: 'grace@example.com' });
	await first.stop();
	appendFileSync(file, '{"kind":"customers","id":"cus_x","value":{"id":"cus_');
	const second = await start(file);
	expect(await second.stripe.customers.retrieve(id)).toMatchObject({ email: 'grace@example.com' });
	await second.stop();
});
