import { describe, expect, test } from 'vitest';
import { rates } from '../../src/lib/limits.ts';
import { anon, makeActor, one } from '../support/actors.ts';
import { sql, stack } from '../support/clients.ts';
import { makeMember } from '../support/factories.ts';
import { stripe } from '../support/local-stripe.ts';
import { makePrice } from '../support/payments.ts';
import { callFunction, makeSubscriber } from './support.ts';

const portal = (
	{ buyer, publication }: Pick<Awaited<ReturnType<typeof makeSubscriber>>, 'buyer' | 'publication'>,
	more: object = {}
) => callFunction('billing-portal', buyer, { publication_id: publication, ...more });

const configurationOf = async (publication: string) => {
	const rows = await sql<{ configuration_id: string }[]>`
		select configuration_id from private.stripe_portals where publication_id = ${publication}`;
	return stripe.billingPortal.configurations.retrieve(one(rows).configuration_id, {
		expand: ['features.subscription_update.products']
	});
};

describe('billing-portal', () => {
	test('leads to what is on offer there, and is told when that changes', async () => {
		const scene = await makeSubscriber();
		expect(await portal(scene)).toEqual([200, expect.stringContaining(stack.stripeUrl)]);
		const first = await configurationOf(scene.publication);
		expect(first.features).toMatchObject({
			invoice_history: { enabled: true },
			payment_method_update: { enabled: true },
			subscription_cancel: { enabled: true, mode: 'at_period_end' },
			subscription_update: { enabled: true, default_allowed_updates: ['price'] }
		});
		expect(first.features.subscription_update.products).toHaveLength(1);

		await makePrice({ publication: scene.publication, amount: 900 });
		await portal(scene);
		const second = await configurationOf(scene.publication);
		expect(second.id).toBe(first.id);
		expect(second.features.subscription_update.products).toHaveLength(2);
	});

	test.each(['cancel', 'switch', 'payment_method'])('goes straight to %s', async (flow) => {
		const scene = await makeSubscriber();
		const [status, url] = await portal(scene, { flow, return_path: '/account?saved=1' });
		expect([status, url]).toEqual([200, expect.stringContaining(stack.stripeUrl)]);
	});

	test('shows its first page to whoever would cancel twice', async () => {
		const scene = await makeSubscriber();
		const { customer_id } = one(
			await sql<{ customer_id: string }[]>`
				select customer_id from private.stripe_customers where member_id = ${scene.member}`
		);
		const { data } = await stripe.subscriptions.list({ customer: customer_id });
		await stripe.subscriptions.update(one(data).id, { cancel_at_period_end: true });
		await expect
			.poll(
				async () =>
					(
						await sql`select cancel_at_period_end from subscriptions where member_id = ${scene.member}`
					)[0],
				{ timeout: 15_000 }
			)
			.toEqual({ cancel_at_period_end: true });
		expect((await portal(scene, { flow: 'cancel' }))[0]).toBe(200);
	});

	test.each(['banned', 'left'])('stays open to whoever is %s and still pays', async (status) => {
		const scene = await makeSubscriber();
		await sql`update members set status = ${status} where id = ${scene.member}`;
		expect((await portal(scene))[0]).toBe(200);
	});
});

describe('billing-portal refuses', () => {
	test('whoever never bought', async () => {
		const { publication } = await makePrice();
		const buyer = await makeActor();
		expect(await portal({ buyer, publication })).toEqual([404, 'no_subscription']);
		await makeMember(publication, buyer.email);
		expect(await portal({ buyer, publication })).toEqual([404, 'no_subscription']);
	});

	test('somebody else, for what another bought', async () => {
		const scene = await makeSubscriber();
		const stranger = await makeActor();
		await makeMember(scene.publication, stranger.email);
		expect(await portal({ ...scene, buyer: stranger })).toEqual([404, 'no_subscription']);
	});

	test('a visitor without a token', async () => {
		const { publication } = await makePrice();
		expect((await portal({ buyer: anon, publication }))[0]).toBe(401);
	});

	test.each([{ flow: 'pay' }, { return_path: '//evil.example' }, { customer: 'cus_1' }])(
		'%j',
		async (more) => {
			const { publication } = await makePrice();
			const buyer = await makeActor();
			expect(await portal({ buyer, publication }, more)).toEqual([400, 'bad_request']);
		}
	);

	test('is refused to whoever went there too often, and to nobody else', async () => {
		const [scene, other] = [await makeSubscriber(), await makeSubscriber()];
		await sql`
			select private.take_try('billing_portal', ${scene.buyer.id})
			from generate_series(1, ${rates.billing_portal.tries})`;
		expect(await portal(scene)).toEqual([429, 'too_many_requests']);
		expect((await portal(other))[0]).toBe(200);
	});
});
