import { createClient } from '@supabase/supabase-js';
import type { StackHandle } from '../support/stack-handle.ts';
import { TiersPage } from './pages/tiers.ts';
import { freshAddress, type Person } from './support/people.ts';
import { makePublication, type MadePublication } from './support/publications.ts';
import { expect, test as base } from './support/test.ts';

interface Fixtures {
	desk: { paper: MadePublication; admin: Person; author: Person };
	/** In the admin's browser; not opened yet. */
	tiers: TiersPage;
}

const test = base.extend<Fixtures>({
	desk: async ({ stack, person }, use) => {
		const [owner, admin] = [await person('Odile'), await person('Ada')];
		const author = await person('Wilma');
		const paper = await makePublication(stack, [
			{ person: owner, role: 'owner' },
			{ person: admin, role: 'admin' },
			{ person: author, role: 'author' }
		]);
		await use({ paper, admin, author });
	},
	tiers: async ({ desk, pageOf }, use) => {
		await use(new TiersPage(await pageOf(desk.admin), desk.paper.slug));
	}
});

function service(stack: StackHandle) {
	return createClient(stack.apiUrl, stack.secretKey, { auth: { persistSession: false } });
}

async function makeTiers(stack: StackHandle, paper: MadePublication, names: string[]) {
	const rows = names.map((name, position) => ({
		...{ publication_id: paper.id, name, position },
		slug: name.toLowerCase()
	}));
	const { data, error } = await service(stack).from('tiers').insert(rows).select('id, name');
	if (error) throw error;
	return new Map<string, string>(data.map(({ id, name }) => [name, id]));
}

test('the first tier, its price, and the price it gets later', async ({ tiers, stack, desk }) => {
	await tiers.open();
	await tiers.page.getByRole('link', { name: 'Make the first tier' }).click();
	await tiers.fill({
		Name: 'Member',
		Description: 'All of it.',
		'What its readers get': 'Every essay\n\nThe archive\n',
		Currency: 'gbp',
		'A month': '5',
		'A year': '£50.00',
		'Days to try it out': '14'
	});
	await tiers.save();
	await expect(tiers.row('Member')).toContainText('£5 a month');
	await expect(tiers.row('Member')).toContainText('£50 a year');
	await expect(tiers.row('Member')).toContainText('14 days to try it');
	await expect(tiers.row('Member').getByRole('listitem')).toHaveText([
		'Every essay',
		'The archive'
	]);

	await tiers.edit('Member');
	await expect(tiers.field('A month')).toHaveValue('5');
	await tiers.fill({ 'A month': '4' });
	await expect(tiers.page.getByText('Whoever pays £5 a month keeps that price.')).toBeVisible();
	await expect(tiers.page.getByText('A year costs more than twelve months')).toBeVisible();
	await tiers.save();
	await expect(tiers.row('Member')).toContainText('£4 a month');
	const { data } = await service(stack)
		.from('tier_prices')
		.select('interval, amount, archived_at')
		.eq('publication_id', desk.paper.id)
		.order('amount');
	expect(data?.map(({ amount, archived_at: until }) => [amount, until !== null])).toEqual([
		[400, false],
		[500, true],
		[5000, false]
	]);
});

test('what is wrong is said, and what was typed stays', async ({ tiers }) => {
	await tiers.open();
	await tiers.startNew();
	const benefits = Array.from({ length: 13 }, (_, n) => `Line ${n + 1}`).join('\n');
	await tiers.fill({
		Name: 'Member',
		'What its readers get': benefits,
		Currency: 'jpy',
		'A month': '5.50',
		'A year': 'cheap',
		'Days to try it out': '800'
	});
	await tiers.save();
	await expect(tiers.page.getByText('Twelve lines at most, please.')).toBeVisible();
	await expect(tiers.page.getByText('JPY has no decimals.')).toBeVisible();
	await expect(tiers.page.getByText('Please write an amount in JPY')).toBeVisible();
	await expect(tiers.page.getByText('At most 730 days.')).toBeVisible();
	await expect(tiers.field('Name')).toHaveValue('Member');
	await expect(tiers.field('A month')).toHaveValue('5.50');
	await expect(tiers.field('A year')).toHaveValue('cheap');
	await expect(tiers.field('What its readers get')).toHaveValue(benefits);
	await expect(tiers.page.getByLabel('Currency')).toHaveValue('jpy');

	await tiers.fill({
		'What its readers get': '',
		'A month': '500',
		'A year': '',
		'Days to try it out': '0'
	});
	await tiers.save();
	await expect(tiers.row('Member')).toContainText('¥500 a month');
});

test('a second currency is warned of', async ({ tiers }) => {
	await tiers.open();
	await tiers.startNew();
	await tiers.fill({ Name: 'Member', Currency: 'gbp', 'A month': '5' });
	await tiers.save();
	await tiers.row('Member').waitFor();
	await tiers.startNew();
	await expect(tiers.page.getByLabel('Currency')).toHaveValue('gbp');
	await tiers.fill({ Name: 'Patron', Currency: 'eur', 'A month': '5,50' });
	await expect(tiers.page.getByText('Other tiers are sold in GBP.')).toBeVisible();
	await tiers.save();
	await expect(tiers.row('Patron')).toContainText('€5.50 a month');
	await expect(tiers.page.getByText('Your tiers are sold in EUR and GBP.')).toBeVisible();
});

test('tiers are put in order by buttons and by keys', async ({ tiers, stack, desk }) => {
	await makeTiers(stack, desk.paper, ['Reader', 'Member', 'Patron']);
	await tiers.open();
	await tiers.page.getByRole('button', { name: 'Move Patron up' }).click();
	await expect.poll(() => tiers.names()).toEqual(['Reader', 'Patron', 'Member']);
	await expect(tiers.page.getByRole('button', { name: 'Move Patron up' })).toBeFocused();

	await tiers.page.keyboard.press('k');
	await expect(tiers.page.getByRole('link', { name: 'Reader' })).toBeFocused();
	await tiers.page.keyboard.press('Alt+ArrowDown');
	await expect.poll(() => tiers.names()).toEqual(['Patron', 'Reader', 'Member']);
	await expect(tiers.page.getByRole('link', { name: 'Reader' })).toBeFocused();
	await tiers.open();
	expect(await tiers.names()).toEqual(['Patron', 'Reader', 'Member']);
});

test('a tier is archived and comes back; one that nobody had is deleted', async ({
	tiers,
	stack,
	desk
}) => {
	const ids = await makeTiers(stack, desk.paper, ['Had', 'Never']);
	const member = await service(stack)
		.from('members')
		.insert({ publication_id: desk.paper.id, email: freshAddress() })
		.select('id')
		.single();
	const grant = {
		publication_id: desk.paper.id,
		member_id: member.data?.id,
		tier_id: ids.get('Had')
	};
	const { error } = await service(stack).from('member_grants').insert(grant);
	expect(error).toBe(null);

	await tiers.open();
	await expect(tiers.row('Had')).toContainText('1 given');
	await tiers.choose('Had', 'Archive');
	await expect.poll(() => tiers.names(tiers.archived)).toEqual(['Had']);
	await tiers.page.getByRole('button', { name: 'Undo' }).click();
	await expect.poll(() => tiers.names()).toEqual(['Had', 'Never']);
	await tiers.choose('Had', 'Archive');
	await expect.poll(() => tiers.names(tiers.archived)).toEqual(['Had']);
	await tiers.choose('Had', 'Bring back');
	await expect.poll(() => tiers.names()).toEqual(['Had', 'Never']);

	// Who has it cannot lose it, whatever is sent.
	await tiers.page.getByRole('button', { name: 'What to do with Had' }).click();
	await expect(tiers.page.getByRole('menuitem', { name: 'Delete…' })).toHaveCount(0);
	await tiers.page.keyboard.press('Escape');
	const sent = await tiers.page.request.post(`/desk/${desk.paper.slug}/tiers?/delete`, {
		form: { id: ids.get('Had') ?? '' },
		headers: { origin: stack.siteUrl, accept: 'application/json', 'x-sveltekit-action': 'true' }
	});
	expect(await sent.text()).toContain('Archive it instead');

	await tiers.choose('Never', 'Delete…');
	await tiers.page.getByRole('button', { name: 'Delete the tier' }).click();
	await expect.poll(() => tiers.names()).toEqual(['Had']);
});

test('days of grace and tax are settings of the publication', async ({ tiers }) => {
	await tiers.open();
	await tiers.page.getByLabel('Days of grace').fill('99');
	await tiers.page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(tiers.page.getByText('At most 60 days.')).toBeVisible();
	await expect(tiers.page.getByLabel('Days of grace')).toHaveValue('99');
	await tiers.page.getByLabel('Days of grace').fill('14');
	await tiers.page.getByLabel('Add tax at checkout').check();
	await tiers.page.getByRole('button', { name: 'Save', exact: true }).click();
	await expect(tiers.page.getByText('Payments saved')).toBeVisible();
	await tiers.open();
	await expect(tiers.page.getByLabel('Days of grace')).toHaveValue('14');
	await expect(tiers.page.getByLabel('Add tax at checkout')).toBeChecked();
});

test('tiers are for admins', async ({ desk, pageOf, stack }) => {
	const page = await pageOf(desk.author);
	const path = `/desk/${desk.paper.slug}/tiers`;
	for (const place of [path, `${path}/new`]) {
		expect((await page.goto(place))?.status()).toBe(403);
	}
	await expect(page.getByRole('link', { name: 'Tiers' })).toHaveCount(0);
	const sent = await page.request.post(`${path}/new`, {
		form: { name: 'Mine', currency: 'gbp' },
		headers: { origin: stack.siteUrl }
	});
	expect(sent.status()).toBe(403);
});
