import type { Page } from '@playwright/test';
import Stripe from 'stripe';
import { StripeControl } from '../../supabase/local/stripe/control.ts';
import type { StackHandle } from '../support/stack-handle.ts';
import { ban, boughtBy, makeShop, memberRow, type Shop } from './support/money.ts';
import { expect, test } from './support/test.ts';

const tiers = [
	{ name: 'Member', month: 600, year: 6000 },
	{ name: 'Patron', month: 1500 }
];

/** On Stripe's checkout page: chooses a test card and buys. */
async function pay(page: Page, card: string, button = 'Subscribe'): Promise<void> {
	await expect(page).toHaveURL(/\/checkout\//);
	await page.locator(`input[name=card][value="${card}"]`).check();
	await page.getByRole('button', { name: button, exact: true }).click();
}

/** Chooses a tier on the page to join, by the month. */
async function choose(page: Page, shop: Shop, tier = 'Member', back?: string): Promise<void> {
	const query = new URLSearchParams({ every: 'month', ...(back && { back }) });
	await page.goto(`${shop.home}/join?${query}`);
	await page.getByRole('button', { name: `Choose ${tier}` }).click();
}

async function buy(stack: StackHandle, page: Page, shop: Shop): Promise<void> {
	await choose(page, shop);
	await pay(page, '4242');
	await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible({ timeout: 30_000 });
	// A purchase is several events, and one opens the tier already.
	await heard(stack);
}

/** Waits until we have heard of all that happened at Stripe. */
function heard(stack: StackHandle): Promise<void> {
	return new StripeControl(stack.stripeUrl).idle({ retries: true });
}

async function reads(page: Page, shop: Shop): Promise<boolean> {
	await page.goto(shop.paidPost);
	return (await page.getByText(shop.secret).count()) > 0;
}

function stripeOf(stack: StackHandle): Stripe {
	const { hostname, port } = new URL(stack.stripeUrl);
	return new Stripe('sk_test_local', {
		...{ host: hostname, port, protocol: 'http' },
		telemetry: false
	});
}

test('somebody nobody knows chooses, signs in, pays, and reads on at the sentence', async ({
	plainPage: page,
	person,
	stack,
	inbox
}) => {
	const shop = await makeShop(stack, tiers);
	const { email } = await person('Buyer');
	await page.goto(shop.paidPost);
	await page.getByRole('link', { name: 'See what you get' }).click();
	await page.getByRole('link', { name: 'Monthly' }).click();
	await page.getByRole('button', { name: 'Choose Member' }).click();
	await page.getByLabel('Email', { exact: true }).fill(email);
	await page.getByRole('button', { name: 'Send me a code' }).click();
	await page.getByLabel('Code from the email').fill(await inbox.code(email));
	await page.getByRole('button', { name: 'Sign in' }).click();

	const step = page.getByRole('region', { name: 'One more step' });
	await expect(step).toContainText('£6 a month');
	await step.getByRole('button', { name: 'Go on to payment' }).click();
	await pay(page, '4242');
	await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible({ timeout: 30_000 });
	await page.getByRole('link', { name: 'Read on where you stopped' }).click();
	await expect(page).toHaveURL(/for-paid#read-on$/);
	await expect(page.locator('#read-on')).toHaveText(shop.secret);
	expect(await memberRow(stack, shop, email)).toMatchObject({ status: 'active', source: 'join' });
});

test('a card is declined, and another one pays', async ({ person, pageOf, stack }) => {
	const shop = await makeShop(stack, tiers);
	const page = await pageOf(await person('Declined'));
	await choose(page, shop);
	await pay(page, '0002');
	await expect(page.getByRole('alert')).toContainText('declined');
	await pay(page, '4242');
	await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible({ timeout: 30_000 });
	expect(await reads(page, shop)).toBe(true);
});

test('nothing is bought by going back, and what was read is still at hand', async ({
	person,
	pageOf,
	stack
}) => {
	const shop = await makeShop(stack, tiers);
	const page = await pageOf(await person('Hesitant'));
	await choose(page, shop, 'Member', shop.paidPost);
	await page.getByRole('link', { name: 'Back without paying' }).click();
	await expect(page).toHaveURL(new RegExp(`${shop.home}/join`));
	await page.getByRole('button', { name: 'Choose Patron' }).click();
	await pay(page, '4242');
	await expect(page.getByRole('link', { name: 'Read on where you stopped' })).toBeVisible({
		timeout: 30_000
	});
});

test('a bank wants to know, refuses, and agrees', async ({ person, pageOf, stack }) => {
	const shop = await makeShop(stack, tiers);
	const page = await pageOf(await person('Careful'));
	await choose(page, shop);
	await pay(page, '3184');
	await page.getByRole('button', { name: 'Fail authentication' }).click();
	await expect(page.getByRole('alert')).toContainText('declined');
	await heard(stack);
	expect(await reads(page, shop)).toBe(false);

	// What was left behind is told of, and cannot become a second one.
	await page.goto(`${shop.home}/join`);
	await expect(page.getByText('A payment of yours is not finished')).toBeVisible();
	await expect(page.getByRole('button', { name: /^Choose/ })).toHaveCount(0);
	await page.getByRole('link', { name: 'Finish the payment' }).click();
	await page.locator('input[name=card][value="4242"]').check();
	await page.getByRole('button', { name: /^Pay/ }).click();
	await expect(page.getByText('paid', { exact: true })).toBeVisible();
	await heard(stack);
	expect(await reads(page, shop)).toBe(true);
});

test('a bank wants to know, and agrees at once', async ({ person, pageOf, stack }) => {
	const shop = await makeShop(stack, tiers);
	const page = await pageOf(await person('Known'));
	await choose(page, shop);
	await pay(page, '3184');
	await page.getByRole('button', { name: 'Complete authentication' }).click();
	await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible({ timeout: 30_000 });
	expect(await reads(page, shop)).toBe(true);
});

test('a trial costs nothing, once', async ({ person, pageOf, stack }) => {
	const shop = await makeShop(stack, [{ name: 'Member', month: 600, trialDays: 14 }]);
	const page = await pageOf(await person('Trying'));
	await page.goto(`${shop.home}/join`);
	await expect(page.getByText('The first 14 days cost nothing.')).toBeVisible();
	await page.getByRole('button', { name: 'Choose Member' }).click();
	await pay(page, '4242', 'Start the trial');
	await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible({ timeout: 30_000 });
	expect(await reads(page, shop)).toBe(true);
	await page.goto('/account/memberships');
	await expect(page.getByRole('region', { name: shop.name })).toContainText('free until');
});

test('somebody cancels, reads until the end, and keeps it after all', async ({
	person,
	pageOf,
	stack
}) => {
	const shop = await makeShop(stack, tiers);
	const reader = await person('Wavering');
	const page = await pageOf(reader);
	await buy(stack, page, shop);
	await page.goto('/account/memberships');
	const membership = page.getByRole('region', { name: shop.name });
	await expect(membership).toContainText('£6 a month, renews on');
	await membership.getByText('Another address, or leave').click();
	await expect(membership.getByRole('button', { name: 'Leave' })).toBeDisabled();

	await membership.getByRole('button', { name: 'Cancel' }).click();
	await page.getByRole('button', { name: 'Cancel the subscription' }).click();
	await expect(page).toHaveURL(/\/account\/memberships/);
	await heard(stack);
	await page.goto('/account/memberships');
	await expect(membership).toContainText('ends on');
	expect(await reads(page, shop)).toBe(true);

	await page.goto('/account/memberships');
	await membership.getByRole('button', { name: 'Keep it after all' }).click();
	await page.getByRole('button', { name: 'Don’t cancel' }).click();
	await expect(page.getByText(/renews on/)).toBeVisible();
	await heard(stack);
	await page.goto('/account/memberships');
	await expect(membership).toContainText('renews on');
	await page.goto('/account/invoices');
	await expect(page.getByRole('row', { name: new RegExp(shop.name) })).toContainText('£6');
});

test('who pays already switches and does not pay twice', async ({ person, pageOf, stack }) => {
	const shop = await makeShop(stack, tiers);
	const page = await pageOf(await person('Switcher'));
	await buy(stack, page, shop);
	await page.goto(`${shop.home}/join?every=month`);
	await expect(page.getByText('You have a subscription')).toBeVisible();
	await expect(page.getByRole('button', { name: /^Choose/ })).toHaveCount(0);
	await page.getByRole('button', { name: 'Switch to Patron' }).click();
	await page.getByRole('radio', { name: /Patron/ }).check();
	await page.getByRole('button', { name: 'Switch', exact: true }).click();
	await expect(page).toHaveURL(new RegExp(`${shop.home}/join`));
	await heard(stack);
	await page.goto('/account/memberships');
	await expect(page.getByRole('region', { name: shop.name })).toContainText('Patron');
	expect(await reads(page, shop)).toBe(true);
});

test('money goes back, and the subscription ends', async ({ person, pageOf, stack }) => {
	const shop = await makeShop(stack, tiers);
	const reader = await person('Refunded');
	const page = await pageOf(reader);
	await buy(stack, page, shop);
	const bought = await boughtBy(stack, shop, reader.email);
	const stripe = stripeOf(stack);
	const payments = await stripe.invoicePayments.list({ invoice: bought?.invoice ?? '' });
	const intent = payments.data[0]?.payment.payment_intent;
	await stripe.refunds.create({
		payment_intent: typeof intent === 'string' ? intent : (intent?.id ?? '')
	});
	await stripe.subscriptions.cancel(bought?.subscription ?? '');
	await heard(stack);
	await page.goto('/account/invoices');
	await expect(page.getByRole('row', { name: new RegExp(shop.name) })).toContainText('refunded');
	await page.goto(shop.paidPost);
	await expect(page.getByText('Your subscription ended on')).toBeVisible();
	await expect(page.getByText(shop.secret)).toHaveCount(0);
});

test('a ban ends what was paid for, and its holder can still stop paying', async ({
	person,
	pageOf,
	stack
}) => {
	const shop = await makeShop(stack, tiers);
	const reader = await person('Rude');
	const page = await pageOf(reader);
	await buy(stack, page, shop);
	await ban(stack, shop, reader.email);
	expect(await reads(page, shop)).toBe(false);
	await page.goto('/account/memberships');
	const membership = page.getByRole('region', { name: shop.name });
	await expect(membership).toContainText('closed to you by its staff');
	await membership.getByRole('button', { name: 'Cancel' }).click();
	await page.getByRole('button', { name: 'Cancel the subscription' }).click();
	await expect(page).toHaveURL(/\/account\/memberships/);
	await heard(stack);
	await page.goto('/account/memberships');
	await expect(membership).toContainText('ends on');
});
