import { afterEach, describe, expect, test } from 'vitest';
import { idOf } from '../ids.ts';
import { basket, makePortal, makePrice, subscribe, useBench } from './support.ts';

const bench = useBench();
afterEach(() => bench.control.reset());

/** Sends a form as a browser would, without following where it leads. */
async function submit(address: string, fields: Record<string, string> = {}, origin = bench.url) {
	const response = await fetch(address.startsWith('/') ? bench.url + address : address, {
		method: 'POST',
		headers: { origin },
		body: new URLSearchParams(fields),
		redirect: 'manual'
	});
	return { status: response.status, to: response.headers.get('location') ?? '' };
}
const read = async (address: string) => {
	const response = await fetch(address.startsWith('/') ? bench.url + address : address);
	return { status: response.status, text: await response.text() };
};

describe('checkout', () => {
	test('shows what is bought, takes a card and leads back with the session', async () => {
		const session = await bench.stripe.checkout.sessions.create({
			...basket(await makePrice(bench)),
			customer_email: 'ada@example.com'
		});
		const { text } = await read(session.url ?? '');
		expect(text).toContain('€5.00 a month');
		expect(text).toContain('value="ada@example.com"');
		expect(text).toContain('href="https://pamphlet.test/join"');
		const declined = await submit(session.url ?? '', { card: '0002' });
		expect((await read(declined.to)).text).toContain('The card was declined');
		const asked = await submit(session.url ?? '', { card: '3184' });
		expect((await read(asked.to)).text).toContain('Complete authentication');
		const done = await submit(asked.to, { card: '3184', outcome: 'complete' });
		expect(done).toEqual({
			status: 303,
			to: `https://pamphlet.test/thanks?session=${session.id}`
		});
		expect((await read(session.url ?? '')).text).toContain('has been completed');
	});

	test('of a trial without a card offers to go without', async () => {
		const session = await bench.stripe.checkout.sessions.create({
			...basket(await makePrice(bench)),
			payment_method_collection: 'if_required',
			subscription_data: { trial_period_days: 7 }
		});
		expect((await read(session.url ?? '')).text).toContain('No card for now');
		const fields = { card: 'none', email: 'ada@example.com' };
		expect((await submit(session.url ?? '', fields)).to).toContain('/thanks');
		const [subscription] = (await bench.stripe.subscriptions.list()).data;
		expect(subscription).toMatchObject({ status: 'trialing', default_payment_method: null });
	});

	test('takes no form from another site', async () => {
		const session = await bench.stripe.checkout.sessions.create(basket(await makePrice(bench)));
		const sent = await submit(session.url ?? '', { card: '4242' }, 'https://elsewhere.test');
		expect(sent.status).toBe(403);
	});

	test('escapes what others have written', async () => {
		const { id: product } = await bench.stripe.products.create({
			name: '<script>alert(1)</script>'
		});
		const price = await makePrice(bench, { product });
		const session = await bench.stripe.checkout.sessions.create(basket(price));
		const { text } = await read(session.url ?? '');
		expect(text).not.toContain('<script>');
		expect(text).toContain('&lt;script&gt;');
	});
});

describe('portal', () => {
	async function visit(
		flow?: 'subscription_cancel' | 'subscription_update' | 'payment_method_update'
	) {
		const { stripe } = bench;
		const { price, customer, subscription } = await subscribe(bench);
		const product = String(price.product);
		const yearly = await makePrice(bench, { product, interval: 'year', amount: 5000 });
		const portal = await makePortal(bench, [{ product, prices: [price.id, yearly.id] }]);
		const about = { subscription: subscription.id };
		const session = await stripe.billingPortal.sessions.create({
			customer: customer.id,
			configuration: portal.id,
			return_url: 'https://pamphlet.test/account',
			flow_data: flow && {
				type: flow,
				...(flow === 'payment_method_update' ? {} : { [flow]: about }),
				after_completion: {
					type: 'redirect',
					redirect: { return_url: 'https://pamphlet.test/changed' }
				}
			}
		});
		const look = () => stripe.subscriptions.retrieve(subscription.id);
		return { session, subscription, customer, yearly, look };
	}

	test('shows the subscription, cancels it and takes that back', async () => {
		const { session, subscription, look } = await visit();
		const { text } = await read(session.url);
		expect(text).toContain('renews on');
		expect(text).toContain('https://pamphlet.test/account');
		await submit(`/portal/${session.id}/cancel/${subscription.id}`);
		expect(await look()).toMatchObject({ cancel_at_period_end: true, status: 'active' });
		expect((await read(session.url)).text).toContain('Don’t cancel');
		await submit(`/portal/${session.id}/keep/${subscription.id}`);
		expect(await look()).toMatchObject({ cancel_at_period_end: false, cancel_at: null });
	});

	test('a flow opens where it is meant to, and leads back from there', async () => {
		const { session, subscription } = await visit('subscription_cancel');
		const opened = await fetch(session.url);
		expect(new URL(opened.url).pathname).toBe(`/portal/${session.id}/cancel/${subscription.id}`);
		const { to } = await submit(opened.url);
		expect(to).toBe('https://pamphlet.test/changed');
	});

	test('switches to a price on offer, and to no other', async () => {
		const { session, subscription, yearly, look } = await visit('subscription_update');
		const address = `/portal/${session.id}/switch/${subscription.id}`;
		expect((await read(address)).text).toContain('€50.00 a year');
		const other = await makePrice(bench);
		expect((await submit(address, { price: other.id })).status).toBe(400);
		await submit(address, { price: yearly.id });
		expect((await look()).items.data[0]?.price.id).toBe(yearly.id);
	});

	test('changes the card of all that runs', async () => {
		const { session, customer, look } = await visit('payment_method_update');
		const declined = await submit(`/portal/${session.id}/card`, { card: '0002' });
		expect(declined.to).toContain('declined');
		await submit(`/portal/${session.id}/card`, { card: '0341' });
		const method = idOf((await look()).default_payment_method) ?? '';
		expect(await bench.stripe.paymentMethods.retrieve(method)).toMatchObject({
			card: { last4: '0341' },
			customer: customer.id
		});
	});

	test('resumes what is paused', async () => {
		const { session, subscription, look } = await visit();
		await bench.stripe.subscriptions.pause(subscription.id, { type: 'subscription' });
		expect((await read(session.url)).text).toContain('Resume');
		await submit(`/portal/${session.id}/resume/${subscription.id}`);
		expect((await look()).status).toBe('active');
	});

	test('is about one customer only', async () => {
		const { session } = await visit();
		const other = await subscribe(bench);
		const address = `/portal/${session.id}/cancel/${other.subscription.id}`;
		expect((await submit(address)).status).toBe(404);
	});
});

describe('the front page', () => {
	test('lists what there is and lets things happen', async () => {
		const { customer, subscription } = await subscribe(bench);
		const { text } = await read('/');
		for (const word of ['ada@example.com', subscription.id, 'checkout.session.completed']) {
			expect(text).toContain(word);
		}
		await submit(`/customers/${customer.id}/outcome`, { outcome: 'decline' });
		await submit('/clock', { by: 'month' });
		await submit('/clock', { by: 'day' });
		const { status } = await bench.stripe.subscriptions.retrieve(subscription.id);
		expect(status).toBe('past_due');
		const [charge] = (await bench.stripe.charges.list({ customer: customer.id })).data.filter(
			({ paid }) => paid
		);
		await submit(`/charges/${charge?.id}/refund`, { amount: '2.50' });
		expect(await bench.stripe.charges.retrieve(charge?.id ?? '')).toMatchObject({
			amount_refunded: 250
		});
	});
});
