import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import type { StackHandle } from '../support/stack-handle.ts';
import { demo } from './support/demo.ts';
import { freshAddress, type Person } from './support/people.ts';
import { makePublication, type MadePublication } from './support/publications.ts';
import { expect, test as base } from './support/test.ts';

interface Fixtures {
	desk: { paper: MadePublication; owner: Person; admin: Person; author: Person };
}

const test = base.extend<Fixtures>({
	desk: async ({ stack, person }, use) => {
		const people = [await person('Odile'), await person('Ada'), await person('Wilma')] as const;
		const [owner, admin, author] = people;
		const paper = await makePublication(stack, [
			{ person: owner, role: 'owner' },
			{ person: admin, role: 'admin' },
			{ person: author, role: 'author' }
		]);
		await use({ paper, owner, admin, author });
	}
});

async function insert(stack: StackHandle, table: string, row: object): Promise<string> {
	const service = createClient(stack.apiUrl, stack.secretKey, { auth: { persistSession: false } });
	const { data, error } = await service.from(table).insert(row).select('id').single();
	if (error) throw error;
	return String(data.id);
}

/** A first month: one who pays, one whose payment failed, a refund that is more than what came in. */
async function sell(stack: StackHandle, paper: MadePublication, name: string): Promise<void> {
	const place = { publication_id: paper.id };
	const tier_id = await insert(stack, 'tiers', { ...place, slug: 'member', name: 'Member' });
	const member_id = await insert(stack, 'members', { ...place, name, email: freshAddress() });
	const now = new Date().toISOString();
	const of = { ...place, member_id, tier_id, livemode: true, currency: 'gbp' };
	const subscription = { status: 'active', interval: 'month', amount: 1234, started_at: now };
	for (const status of ['active', 'past_due', 'trialing']) {
		const ids = { stripe_subscription_id: `sub_${randomUUID()}`, stripe_customer_id: 'cus' };
		await insert(stack, 'subscriptions', { ...of, ...subscription, ...ids, status, ticket: 0 });
	}
	await insert(stack, 'invoices', {
		...of,
		...{
			stripe_invoice_id: `in_${randomUUID()}`,
			status: 'open',
			amount_due: 1234,
			amount_paid: 0
		},
		...{ attempts: 2, failure: 'Your card was declined.', issued_at: now, ticket: 0 }
	});
	const entries = [
		{ kind: 'payment', amount: 1234 },
		{ kind: 'refund', amount: -2000 }
	];
	for (const entry of entries) {
		await insert(stack, 'ledger_entries', { ...of, ...entry, source: randomUUID(), at: now });
	}
}

test('the figures, their charts and their tables', async ({ desk, pageOf, stack }) => {
	await sell(stack, desk.paper, '=Ada Fisk');
	const page = await pageOf(desk.owner);
	await page.goto(`/desk/${desk.paper.slug}/money`);
	const figure = (term: string) =>
		page.getByRole('term').filter({ hasText: term }).locator('xpath=following-sibling::dd');
	await expect(figure('Paying subscriptions')).toContainText(/^2\s+1 past due, 1 trying it out$/);
	await expect(figure('Recurring')).toContainText('£24.68');
	await expect(figure('Revenue this month')).toContainText('−£7.66');
	await expect(figure('New and lost')).toContainText('2 and 0');
	await expect(page.getByText('Test payments')).toHaveCount(0);

	await expect(page.getByRole('img', { name: /^Paying subscriptions were 2 in / })).toBeVisible();
	await expect(
		page.getByRole('img', { name: /^Revenues of a month were −£7.66 in / })
	).toBeVisible();
	const months = page.getByRole('region', { name: 'Revenue in GBP by month and tier' });
	await expect(months.getByRole('columnheader')).toHaveText([
		...['Month', 'Member', 'Revenue', 'Paid', 'Went back']
	]);
	await expect(months.getByRole('row').nth(1).getByRole('cell')).toHaveText([
		...['−£7.66', '−£7.66', '£12.34', '−£20']
	]);

	const failed = page.getByRole('table', { name: 'Failed payments' });
	await expect(failed).toContainText('The card was declined.');
	await expect(failed).toContainText('tried 2 times');
	await expect(failed).toContainText('£12.34');
	await expect(page.getByRole('table', { name: 'Recent payments' })).toContainText('=Ada Fisk');
	await expect(page.getByRole('table', { name: 'Refunds and disputes' })).toContainText('Refunded');

	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'Ledger as CSV' }).click()
	]);
	expect(download.suggestedFilename()).toBe(`${desk.paper.slug}-ledger.csv`);
	const stream = await download.createReadStream();
	const csv = (await stream.toArray()).map(String).join('');
	const lines = csv.trim().split('\r\n');
	expect(lines).toHaveLength(3);
	expect(lines[0]).toContain('kind,amount,currency,tier,member,address,invoice');
	expect(lines[1]).toMatch(/payment,12\.34,GBP,Member,'=Ada Fisk,/);
	expect(lines[2]).toMatch(/refund,-20\.00,GBP,Member,/);
});

test('nothing sold yet leads to the tiers', async ({ desk, pageOf }) => {
	const page = await pageOf(desk.owner);
	await page.goto(`/desk/${desk.paper.slug}/money`);
	await expect(page.getByRole('heading', { name: 'Nothing sold yet' })).toBeVisible();
	await page.getByRole('link', { name: 'Look at the tiers' }).click();
	await expect(page).toHaveURL(/\/tiers$/);
	expect((await page.request.get(`/desk/${desk.paper.slug}/money/ledger.csv`)).status()).toBe(404);
});

test('the demo has a year of payments, of which more is shown on demand', async ({
	pageSeenBy
}) => {
	const page = await pageSeenBy('owner');
	await page.goto('/desk/tide-table/money');
	await expect(page.getByText('Test payments')).toBeVisible();
	const rows = page.getByRole('region', { name: 'Paying subscriptions by month' }).getByRole('row');
	await expect(rows).toHaveCount(13);
	await page.getByRole('link', { name: 'All', exact: true }).click();
	await expect(page).toHaveURL(/months=all/);
	await expect.poll(() => rows.count()).toBeGreaterThan(13);
	const csv = await page.request.get(`/desk${demo.home.replace('@', '')}/money/ledger.csv`);
	expect((await csv.text()).split('\r\n').length).toBeGreaterThan(400);
});

test('money is for owners', async ({ desk, pageOf, stack }) => {
	await sell(stack, desk.paper, 'Ada Fisk');
	for (const person of [desk.admin, desk.author]) {
		const page = await pageOf(person);
		const answer = await page.goto(`/desk/${desk.paper.slug}/money`);
		expect(answer?.status()).toBe(403);
		await expect(page.getByRole('alert')).toBeVisible();
		await expect(page.getByText('£12.34')).toHaveCount(0);
		await expect(page.getByRole('link', { name: 'Money' })).toHaveCount(0);
		const csv = await page.request.get(`/desk/${desk.paper.slug}/money/ledger.csv`);
		expect(csv.status()).toBe(403);
	}
});
