import { expect, test, type Page } from '@playwright/test';
import Stripe from 'stripe';
import { StripeControl } from '../../supabase/local/stripe/control.ts';
import { startLocalStripe, type LocalStripe } from '../../supabase/local/stripe/server.ts';
import { look, twoViews } from './support/look.ts';

/** The pages of the local Stripe, which people who develop look at daily. */
let local: LocalStripe;
let stripe: Stripe;
let control: StripeControl;

test.beforeAll(async () => {
	local = await startLocalStripe({ host: '127.0.0.1', port: 0, secretKey: 'sk_test_e2e' });
	const { hostname: host, port } = new URL(local.url);
	stripe = new Stripe('sk_test_e2e', { host, port, protocol: 'http', telemetry: false });
	control = new StripeControl(local.url);
});
test.afterAll(() => local.stop());

const choose = (page: Page, card: RegExp) => page.getByRole('radio', { name: card }).check();
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

test('from the checkout to the end of a subscription, page by page', async ({ page }) => {
	test.slow();
	const product = await stripe.products.create({ name: 'The Tide Table: Reader' });
	const price = (unit_amount: number, interval: 'month' | 'year') =>
		stripe.prices.create({
			product: product.id,
			currency: 'eur',
			unit_amount,
			recurring: { interval }
		});
	const [monthly, yearly] = [await price(500, 'month'), await price(5000, 'year')];
	const customer = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada' });
	const session = await stripe.checkout.sessions.create({
		mode: 'subscription',
		customer: customer.id,
		line_items: [{ price: monthly.id, quantity: 1 }],
		success_url: `${local.url}/?session={CHECKOUT_SESSION_ID}`,
		cancel_url: local.url
	});

	await page.goto(session.url ?? '');
	await expect(page.getByText('€5.00 a month')).toBeVisible();
	await expect(page.getByLabel('E-mail')).toHaveValue('ada@example.com');
	await look(page, twoViews);
	await choose(page, /Is declined/);
	await press(page, 'Subscribe');
	await expect(page.getByRole('alert')).toHaveText(/declined/);
	await look(page, twoViews);
	await choose(page, /authenticate each time/);
	await press(page, 'Subscribe');
	await expect(page.getByRole('button', { name: 'Complete authentication' })).toBeVisible();
	await look(page, twoViews);
	await press(page, 'Complete authentication');
	await page.waitForURL(`${local.url}/?session=${session.id}`);

	const portal = await stripe.billingPortal.configurations.create({
		business_profile: { headline: 'The Tide Table' },
		features: {
			invoice_history: { enabled: true },
			payment_method_update: { enabled: true },
			subscription_cancel: { enabled: true, mode: 'at_period_end' },
			subscription_update: {
				enabled: true,
				default_allowed_updates: ['price'],
				proration_behavior: 'always_invoice',
				products: [{ product: product.id, prices: [monthly.id, yearly.id] }]
			}
		}
	});
	const visit = await stripe.billingPortal.sessions.create({
		customer: customer.id,
		configuration: portal.id,
		return_url: local.url
	});
	await page.goto(visit.url);
	await look(page, twoViews);
	await page.getByRole('link', { name: 'Switch' }).click();
	await expect(page.getByRole('radio', { name: /€50.00 a year/ })).toBeVisible();
	await look(page, twoViews);
	await choose(page, /€50.00 a year/);
	await press(page, 'Switch');
	await press(page, 'Complete authentication');
	await expect(page.getByText(/€50.00 a year · renews on/)).toBeVisible();
	await page.getByRole('link', { name: 'Change the card' }).click();
	await expect(page.getByRole('button', { name: 'Save the card' })).toBeVisible();
	await look(page, twoViews);
	await choose(page, /^Pays/);
	await press(page, 'Save the card');
	await expect(page.getByText('Visa ending in 4242')).toBeVisible();
	await page.getByRole('link', { name: 'Cancel' }).click();
	await expect(page.getByRole('button', { name: 'Cancel the subscription' })).toBeVisible();
	await look(page, twoViews);
	await press(page, 'Cancel the subscription');
	await expect(page.getByText(/ends on/)).toBeVisible();
	await press(page, 'Don’t cancel');
	await expect(page.getByText(/renews on/)).toBeVisible();

	await control.outcomes(customer.id, 'authenticate');
	await control.advance({ months: 12, seconds: 4000 });
	const [open] = (await stripe.invoices.list({ status: 'open' })).data;
	await page.goto(open?.hosted_invoice_url ?? '');
	await look(page, twoViews);
	await page.getByRole('link', { name: 'authenticate this payment' }).click();
	await press(page, 'Complete authentication');
	await expect(page.getByText('paid', { exact: true })).toBeVisible();

	await page.goto(local.url);
	await look(page, twoViews);
	await page
		.getByRole('button', { name: /^Refund/ })
		.first()
		.click();
	await expect(page.getByText('€50.00 refunded')).toBeVisible();
	await page
		.getByRole('button', { name: /^Dispute/ })
		.first()
		.click();
	await page.getByRole('button', { name: /^Dispute lost/ }).click();
	await expect(page.getByText('dispute: lost')).toBeVisible();
	await press(page, 'month');
	await expect(page.getByText(/Advance by one/)).toBeVisible();
});
