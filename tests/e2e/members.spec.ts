import type { Locator, Page } from '@playwright/test';
import { createClient } from '@supabase/supabase-js';
import { readFile } from 'node:fs/promises';
import type { StackHandle } from '../support/stack-handle.ts';
import { look } from './support/look.ts';
import type { Person } from './support/people.ts';
import { makePublication, type MadePublication } from './support/publications.ts';
import { expect, test } from './support/test.ts';

interface Wish {
	email: string;
	name?: string;
	status?: string;
}

/** A publication of one owner with a tier and these members, the first the oldest. */
async function paperWith(
	stack: StackHandle,
	owner: Person,
	members: Wish[]
): Promise<MadePublication> {
	const paper = await makePublication(stack, [{ person: owner, role: 'owner' }]);
	const service = createClient(stack.apiUrl, stack.secretKey, { auth: { persistSession: false } });
	const home = { publication_id: paper.id };
	await service.from('tiers').insert({ ...home, slug: 'patron', name: 'Patron' });
	const rows = members.map((member, n) => ({
		...{ ...home, name: '', status: 'active', ...member },
		created_at: new Date(Date.UTC(2025, 0, 1) + n * 86_400_000).toISOString()
	}));
	if (rows.length > 0) {
		const { error } = await service.from('members').insert(rows);
		if (error) throw error;
	}
	return paper;
}

/** The list of members, by role and label. */
class MemberList {
	readonly page: Page;
	readonly path: string;
	readonly rows: Locator;
	readonly toast: Locator;
	readonly bar: Locator;

	constructor(page: Page, path: string) {
		this.page = page;
		this.path = path;
		this.rows = page
			.getByRole('table', { name: 'Members' })
			.getByRole('row')
			.filter({ has: page.getByRole('cell') });
		this.toast = page
			.getByRole('status')
			.filter({ has: page.getByRole('button', { name: 'Undo' }) });
		this.bar = page.getByRole('toolbar', { name: 'What is selected' });
	}

	row(name: string): Locator {
		return this.rows.filter({ hasText: name });
	}

	async select(...names: string[]): Promise<void> {
		for (const name of names) await this.page.getByLabel(`Select ${name}`, { exact: true }).check();
	}

	async undo(): Promise<void> {
		await this.toast.getByRole('button', { name: 'Undo' }).click();
		await expect(this.page.getByText('Undone')).toBeVisible();
	}
}

const three = [
	{ email: 'ada@x.test', name: 'Ada Fisk' },
	{ email: 'bea@x.test', name: 'Bea Holm' },
	{ email: 'cai@y.test', name: 'Cai '.repeat(29).trim() }
];

test('the first member is added by hand, and nobody twice', async ({ stack, person, pageOf }) => {
	const owner = await person('Owner');
	const { slug } = await paperWith(stack, owner, []);
	const page = await pageOf(owner);
	await page.goto(`/desk/${slug}/posts`);
	await page.getByRole('link', { name: 'Members' }).click();
	await expect(page.getByRole('heading', { name: 'Nobody yet' })).toBeVisible();
	await expect(page.getByRole('link', { name: 'Import a file' })).toBeVisible();

	await page.getByRole('button', { name: 'Add the first member' }).click();
	const dialog = page.getByRole('dialog', { name: 'Add a member' });
	await dialog.getByLabel('Email address').fill('Ada@x.test');
	await dialog.getByLabel('Name').fill('Ada Fisk');
	await dialog.getByLabel('Add a label').fill('VIP, founding');
	await dialog.getByLabel('Add a label').press('Enter');
	await dialog.getByLabel('Complimentary access').selectOption('Patron');
	await dialog.getByLabel('Last day').fill('2099-03-01');
	await dialog.getByRole('button', { name: 'Add', exact: true }).last().click();
	await expect(dialog).toBeHidden();
	const list = new MemberList(page, `/desk/${slug}/members`);
	await expect(list.row('Ada Fisk')).toContainText('Patron, complimentary until 1 Mar 2099');
	await expect(list.row('Ada Fisk')).toContainText('VIP, founding');

	await page.keyboard.press('n');
	await dialog.getByLabel('Email address').fill('ada@x.test');
	await dialog.getByRole('button', { name: 'Add', exact: true }).last().click();
	await expect(dialog.getByText('That address is a member already.')).toBeVisible();
	await dialog.getByRole('link', { name: 'Open the member' }).click();
	await expect(page.getByRole('heading', { name: 'Ada Fisk' })).toBeVisible();
});

test('who left or is banned is not added as an active member', async ({
	stack,
	person,
	pageOf
}) => {
	const [owner, reader] = [await person('Owner'), await person('Reader')];
	const banned = { email: 'banned@x.test', name: 'Banned', status: 'banned' };
	const paper = await paperWith(stack, owner, [{ email: reader.email }, banned]);
	const theirs = createClient(stack.apiUrl, stack.publishableKey, {
		auth: { persistSession: false }
	});
	await theirs.auth.signInWithPassword({ email: reader.email, password: reader.password });
	const { error } = await theirs.rpc('leave_publication', { p_publication_id: paper.id });
	expect(error).toBeNull();

	const page = await pageOf(owner);
	const list = new MemberList(page, `/desk/${paper.slug}/members`);
	const dialog = page.getByRole('dialog', { name: 'Add a member' });
	const add = async (email: string, words: string) => {
		await page.goto(list.path);
		await page.getByRole('button', { name: 'Add a member' }).click();
		await dialog.getByLabel('Email address').fill(email);
		await dialog.getByRole('button', { name: 'Add', exact: true }).last().click();
		await expect(dialog).toContainText(words);
		await expect(dialog.getByRole('link', { name: 'Open the member' })).toBeVisible();
	};
	const left = 'This person left. Only they can come back, by joining again.';
	await add(reader.email, left);
	await add(banned.email, 'This person is banned. Lift the ban if they may come back.');

	// That they left is remembered when their row is gone.
	await dialog.getByRole('button', { name: 'Cancel' }).click();
	await list.row(reader.email).getByRole('link').first().click();
	await page.getByRole('button', { name: 'Delete…' }).click();
	await page.getByRole('button', { name: 'Delete the member' }).click();
	await expect(page.getByRole('link', { name: 'All 1' })).toBeVisible();
	await add(reader.email, left);
	await dialog.getByRole('button', { name: 'Cancel' }).click();
	await expect(list.row(reader.email)).toContainText('Left');
});

test('the list is searched, narrowed and walked with keys', async ({ stack, person, pageOf }) => {
	const owner = await person('Owner');
	const more = Array.from({ length: 60 }, (_, n) => ({ email: `m${n}@z.test` }));
	const gone = { email: 'gone@x.test', status: 'left' };
	const { slug } = await paperWith(stack, owner, [...more, gone, ...three]);
	const page = await pageOf(owner);
	const list = new MemberList(page, `/desk/${slug}/members`);
	await page.goto(list.path);
	await expect(page.getByRole('link', { name: 'All 64' })).toBeVisible();
	await expect(list.rows).toHaveCount(50);
	await page.getByRole('link', { name: 'Older' }).click();
	await expect(list.rows).toHaveCount(14);
	await page.getByRole('link', { name: 'Newer' }).click();
	await expect(list.rows).toHaveCount(50);

	await page.keyboard.press('/');
	await page.keyboard.type('holm');
	await page.keyboard.press('Enter');
	await expect(list.rows).toHaveCount(1);
	await page.getByRole('searchbox').fill('nobody has this');
	await page.getByRole('searchbox').press('Enter');
	await expect(page.getByText('Nobody here has “nobody has this”')).toBeVisible();
	await page.getByRole('link', { name: 'Show all members' }).click();
	await expect(list.rows).toHaveCount(50);

	await page.locator('summary').filter({ hasText: 'Filter' }).click();
	await page.getByLabel('Status').selectOption('Left');
	await page.getByRole('button', { name: 'Show' }).click();
	await expect(list.rows).toHaveCount(1);
	await look(page);
	await page.getByRole('link', { name: 'Without the filter Status: Left' }).click();
	await expect(list.rows).toHaveCount(50);

	await page.keyboard.press('j');
	await page.keyboard.press('x');
	await page.keyboard.press('j');
	await page.keyboard.press('x');
	await expect(list.bar).toContainText('2 selected');
	await page.keyboard.press('Enter');
	await expect(page.getByRole('heading', { name: 'Bea Holm' })).toBeVisible();
});

test('what is done to many is undone to what was', async ({ stack, person, pageOf }) => {
	const owner = await person('Owner');
	const { slug } = await paperWith(stack, owner, three);
	const page = await pageOf(owner);
	const list = new MemberList(page, `/desk/${slug}/members`);
	await page.goto(list.path);

	await list.select('Ada Fisk', 'Bea Holm');
	await list.bar.getByRole('button', { name: 'Ban', exact: true }).click();
	await expect(list.toast).toContainText('2 members banned');
	await expect(list.row('Ada Fisk')).toContainText('Banned');
	await list.undo();
	await expect(list.row('Ada Fisk')).not.toContainText('Banned');

	await list.select('Ada Fisk', 'Bea Holm');
	await list.bar.getByRole('button', { name: 'Add label' }).click();
	await page.getByRole('dialog').getByLabel('Label').fill('Har\u0007bour');
	await page.getByRole('dialog').getByRole('button', { name: 'Add the label' }).click();
	await expect(page.getByRole('dialog')).toContainText('without control characters');
	await page.getByRole('dialog').getByLabel('Label').fill('Harbour');
	await page.getByRole('dialog').getByRole('button', { name: 'Add the label' }).click();
	await expect(list.row('Ada Fisk')).toContainText('Harbour');
	await expect(list.bar).toBeHidden();

	await list.select('Ada Fisk');
	await list.bar.getByRole('button', { name: 'Remove label' }).click();
	await page.getByRole('dialog').getByLabel('Label').selectOption('Harbour');
	await page.getByRole('dialog').getByRole('button', { name: 'Remove the label' }).click();
	await expect(list.row('Ada Fisk')).not.toContainText('Harbour');
	// Before, the Undo on the screen is that of the label that was added.
	await expect(list.toast).toContainText('taken off');
	await list.undo();
	await expect(list.row('Ada Fisk')).toContainText('Harbour');

	await list.select('Ada Fisk', 'Bea Holm');
	await list.bar.getByRole('button', { name: 'Give access' }).click();
	await expect(page.getByRole('dialog')).toBeVisible();
	await look(page);
	await page.getByRole('dialog').getByRole('button', { name: 'Give access' }).click();
	await expect(page.getByRole('link', { name: 'Complimentary 2' })).toBeVisible();
	await list.undo();
	await expect(page.getByRole('link', { name: 'Complimentary 0' })).toBeVisible();

	await list.select('Bea Holm');
	await list.bar.getByRole('button', { name: 'Stop mail' }).click();
	await expect(list.row('Bea Holm')).toContainText('Mail stopped by staff');
	await list.undo();
	await expect(list.row('Bea Holm')).not.toContainText('Mail stopped by staff');
});

test('a member has a page: facts, access, address, ban, deletion', async ({
	stack,
	person,
	pageOf
}) => {
	const owner = await person('Owner');
	const { slug } = await paperWith(stack, owner, three);
	const page = await pageOf(owner);
	await page.goto(`/desk/${slug}/members`);
	await page.getByRole('link', { name: 'Ada Fisk' }).click();
	await expect(page.getByRole('heading', { name: 'Ada Fisk' })).toBeVisible();
	await look(page);

	await page.getByLabel('Note').fill('Met her in Harwick.');
	await page.getByRole('button', { name: 'Save' }).click();
	await expect(page.getByText('Saved', { exact: true })).toBeVisible();
	const label = page.getByLabel('Add a label');
	// As a script or another browser may do it.
	await label.evaluate((input) => input.removeAttribute('maxlength'));
	await label.fill('V'.repeat(1000));
	await label.press('Enter');
	await expect(page.getByText('A label has 191 characters at most.')).toBeVisible();
	await expect(label).toHaveValue('V'.repeat(1000));
	await label.fill('VIP');
	await label.press('Enter');
	await expect(page.getByText('A label has 191 characters at most.')).toBeHidden();
	const history = page.getByRole('region', { name: 'History' });
	await expect(history).toContainText('Label “VIP” added');

	const access = page.getByRole('region', { name: 'Complimentary access' });
	await access.getByRole('button', { name: 'Give access' }).click();
	await page.getByRole('dialog').getByLabel('Last day').fill('2099-03-01');
	await page.getByRole('dialog').getByRole('button', { name: 'Give access' }).click();
	await expect(access).toContainText('until the end of 1 Mar 2099');
	await access.getByRole('button', { name: 'Change the end of Patron' }).click();
	await page.getByRole('dialog').getByLabel('Last day').fill('2001-01-01');
	await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click();
	await expect(page.getByRole('dialog')).toContainText('That day is over');
	await page.getByRole('dialog').getByLabel('Last day').fill('');
	await page.getByRole('dialog').getByRole('button', { name: 'Change' }).click();
	await expect(access).toContainText('without an end');
	await access.getByRole('button', { name: 'Take Patron back' }).click();
	await expect(access).toContainText('None.');

	await page.getByRole('button', { name: 'Correct the address' }).click();
	await page.getByRole('dialog').getByLabel('Email address').fill('bea@x.test');
	await page.getByRole('dialog').getByRole('button', { name: 'Change the address' }).click();
	await expect(page.getByRole('dialog')).toContainText('Another member has that address.');
	await page.getByRole('dialog').getByLabel('Email address').fill('ada@new.test');
	await page.getByRole('dialog').getByRole('button', { name: 'Change the address' }).click();
	await expect(history).toContainText('Address changed from ada@x.test to ada@new.test');

	const standing = page.getByRole('region', { name: 'Mail and standing' });
	await expect(standing).toContainText('They have not said whether they want mail.');
	await standing.getByRole('button', { name: 'Stop mail' }).click();
	await page.getByRole('dialog').getByLabel('Note').fill('Asked\u0007by phone.');
	await page.getByRole('dialog').getByRole('button', { name: 'Stop mail' }).click();
	await expect(page.getByRole('dialog')).toContainText('without control characters');
	await expect(page.getByRole('dialog').getByLabel('Note')).toHaveValue('Asked\u0007by phone.');
	await page.getByRole('dialog').getByLabel('Note').fill('Asked by phone.');
	await look(page);
	await page.getByRole('dialog').getByRole('button', { name: 'Stop mail' }).click();
	await expect(standing).toContainText('Mail stopped by staff');
	await expect(standing).toContainText('“Asked by phone.”');
	await expect(history).toContainText('Mail stopped: “Asked by phone.”');
	await standing.getByRole('button', { name: 'Send again' }).click();
	await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
	await expect(standing).toContainText('Newsletters are sent to them.');
	await page.getByRole('button', { name: 'Ban', exact: true }).click();
	await expect(page.getByRole('button', { name: 'Lift the ban' })).toBeVisible();
	await expect(history).toContainText('Banned');
	await expect(standing).toContainText('A ban stops newsletters to them.');
	await expect(standing).not.toContainText('Newsletters are sent to them.');
	await page.getByRole('button', { name: 'Lift the ban' }).click();
	await expect(page.getByRole('button', { name: 'Ban', exact: true })).toBeVisible();
	await page.reload();
	await expect(page.getByLabel('Note')).toHaveValue('Met her in Harwick.');

	await page.getByRole('button', { name: 'Delete…' }).click();
	await page.getByRole('button', { name: 'Delete the member' }).click();
	await expect(page.getByRole('link', { name: 'All 2' })).toBeVisible();
});

test('editors and authors have no members in their desk', async ({ stack, person, pageOf }) => {
	const [owner, editor] = [await person('Owner'), await person('Editor')];
	const { slug } = await makePublication(stack, [
		{ person: owner, role: 'owner' },
		{ person: editor, role: 'editor' }
	]);
	const page = await pageOf(editor);
	await page.goto(`/desk/${slug}/posts`);
	await expect(page.getByRole('link', { name: 'Members' })).toHaveCount(0);
	for (const place of ['members', 'members/import', 'members/export.csv'])
		expect((await page.goto(`/desk/${slug}/${place}`))?.status()).toBe(403);
});

test('the members go out as a file and come back equal', async ({ stack, person, pageOf }) => {
	const owner = await person('Owner');
	const from = await paperWith(stack, owner, [
		...three,
		{ email: 'formula@x.test', name: "=SUM(A1) '-5 “quoted”, and more" },
		{ email: 'banned@x.test', status: 'banned' }
	]);
	const to = await paperWith(stack, owner, []);
	const page = await pageOf(owner);
	const download = async ({ slug }: MadePublication) => {
		await page.goto(`/desk/${slug}/members`);
		const [file] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('link', { name: 'CSV' }).click()
		]);
		return readFile(await file.path());
	};
	const file = await download(from);
	expect(file.toString()).toContain(`"'=SUM(A1) '-5 “quoted”, and more"`);

	await page.goto(`/desk/${to.slug}/members/import`);
	const choose = page.getByLabel('Choose a file, or drop it here');
	await choose.setInputFiles({ name: 'members.csv', mimeType: 'text/csv', buffer: file });
	await expect(page.getByLabel('Email address')).toHaveValue('0');
	await expect(page.getByRole('region', { name: 'The first lines' })).toContainText('Ada Fisk');
	await look(page);
	await page.getByRole('button', { name: 'Import' }).click();
	await expect(page.getByText('All of it is here.')).toBeVisible();
	await expect(page.getByText('5 of 5')).toBeVisible();
	expect((await download(to)).equals(file)).toBe(true);

	await page.goto(`/desk/${to.slug}/members/import`);
	const long = `long@x.test;${'n'.repeat(2001)}`;
	const strange = `Mail;Who\r\nno address;Nobody\r\nnew@x.test;New\r\nnew@x.test;Twice\r\n${long}\r\n`;
	await choose.setInputFiles({
		name: 'strange.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from(strange)
	});
	await page.getByRole('combobox', { name: 'Name' }).selectOption('Who');
	await page.getByRole('button', { name: 'Import' }).click();
	await expect(page.getByText('All of it is here.')).toBeVisible();
	await expect(
		page.getByText('nobody can sign in with its address: it should look like name@example.org: 1')
	).toBeVisible();
	const [report] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('button', { name: 'Download the report' }).click()
	]);
	const lines = (await readFile(await report.path(), 'utf8')).trim().split('\r\n');
	expect(lines.slice(1)).toEqual([
		'4,new@x.test,skipped,the address stands in an earlier line',
		'5,long@x.test,skipped,its name is longer than 120 characters or has control characters',
		'2,no address,skipped,nobody can sign in with its address: it should look like name@example.org'
	]);
});
