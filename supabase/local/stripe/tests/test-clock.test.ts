import { expect, test } from 'vitest';
import { DAY } from '../clock.ts';
import { refusal, subscribe, useBench } from './support.ts';

const bench = useBench();

test('a test clock turns for its customers alone', async () => {
	const { stripe } = bench;
	const start = Math.floor(Date.UTC(2026, 0, 31) / 1000);
	const clock = await stripe.testHelpers.testClocks.create({ frozen_time: start });
	const inside = await subscribe(bench, { clock: clock.id });
	const outside = await subscribe(bench);
	expect(inside.subscription.created).toBe(start);
	const advanced = await stripe.testHelpers.testClocks.advance(clock.id, {
		frozen_time: start + 60 * DAY
	});
	expect(advanced.status).toBe('ready');
	const count = async (customer: string) =>
		(await stripe.invoices.list({ customer, status: 'paid' })).data.length;
	expect(await count(inside.customer.id)).toBe(3);
	expect(await count(outside.customer.id)).toBe(1);
	const late = stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: start });
	expect((await refusal(late)).param).toBe('frozen_time');
	await stripe.testHelpers.testClocks.del(clock.id);
	expect(await stripe.customers.retrieve(inside.customer.id)).toMatchObject({ deleted: true });
});
