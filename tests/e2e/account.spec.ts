import { linkIn } from '../support/inbox.ts';
import { makeMemberOf, makeShop } from './support/money.ts';
import { freshAddress, signIn } from './support/people.ts';
import { expect, test } from './support/test.ts';

test('somebody names themselves', async ({ person, pageOf }) => {
	const page = await pageOf(await person('Before'));
	await page.goto('/account');
	await page.getByRole('textbox', { name: 'Name' }).fill('After');
	await page.getByRole('button', { name: 'Save the name' }).click();
	await expect(page.getByText('Your name is saved.')).toBeVisible();
	await page.reload();
	await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('After');
});

test('a new password works, the old one does not, and other browsers are out', async ({
	person,
	pageOf,
	ownBrowser,
	stack
}) => {
	const somebody = await person('Careful');
	const [here, there] = [await pageOf(somebody), await pageOf(somebody)];
	const password = 'four words in a row';
	await here.goto('/account');
	await here.getByLabel('New password').fill(password);
	await here.getByRole('button', { name: 'Set the password' }).click();
	await expect(here.getByText('Your password is set')).toBeVisible();

	await there.goto('/account');
	await expect(there).toHaveURL(/\/sign-in/);
	const fresh = await ownBrowser();
	await expect(signIn(fresh, stack.siteUrl, somebody)).rejects.toThrow('could not sign in');
	await signIn(fresh, stack.siteUrl, { email: somebody.email, password });
	const page = await fresh.newPage();
	await page.goto('/account');
	await expect(page.getByRole('main')).toContainText(somebody.email);
});

test('one browser signs another out', async ({ person, pageOf }) => {
	const somebody = await person('Twice');
	const there = await pageOf(somebody);
	const here = await pageOf(somebody);
	await here.goto('/account');
	const sessions = here
		.getByRole('region', { name: 'Where you are signed in' })
		.getByRole('listitem');
	await expect(sessions).toHaveCount(2);
	await expect(sessions.filter({ hasText: 'this one' })).toHaveCount(1);
	await sessions.getByRole('button', { name: 'Sign out', exact: true }).click();
	await expect(sessions).toHaveCount(1);
	await there.goto('/account');
	await expect(there).toHaveURL(/\/sign-in/);
});

test.describe('another address', () => {
	test('is taken once both have agreed, and memberships come along', async ({
		person,
		pageOf,
		ownBrowser,
		inbox,
		stack
	}) => {
		const mover = await person('Mover');
		const address = freshAddress();
		const shop = await makeShop(stack);
		await makeMemberOf(stack, shop, mover.email);
		const page = await pageOf(mover);
		await page.goto('/account');
		await page.getByLabel('New address').fill(address.toUpperCase());
		await page.getByRole('button', { name: 'Move to this address' }).click();
		await expect(page.getByText('We have written to both addresses.')).toBeVisible();

		const links = [
			linkIn(await inbox.next(mover.email), '/auth/move'),
			linkIn(await inbox.next(address), '/auth/move')
		];
		expect(links[0]).not.toBe(links[1]);

		const elsewhere = await (await ownBrowser()).newPage();
		// What a mail scanner does changes nothing.
		for (const link of links) expect((await elsewhere.request.get(link)).status()).toBe(200);
		await elsewhere.goto(links[1] ?? '');
		await elsewhere.getByRole('button', { name: 'Agree' }).click();
		await expect(elsewhere.getByText('One of two has agreed')).toBeVisible();
		await page.reload();
		await expect(page.getByRole('main')).toContainText(mover.email);

		await page.goto(links[0] ?? '');
		await page.getByRole('button', { name: 'Agree' }).click();
		await expect(page.getByText('Your account has moved')).toBeVisible();
		await page.getByRole('main').getByRole('link', { name: 'Your account' }).click();
		await expect(page.getByText(`You sign in as ${address}`)).toBeVisible();
		await page.goto('/account/memberships');
		await expect(page.getByRole('region', { name: shop.name })).toContainText(address);

		// A link works once.
		await elsewhere.goto(links[1] ?? '');
		await elsewhere.getByRole('button', { name: 'Agree' }).click();
		await expect(elsewhere.getByText('This link has done its work')).toBeVisible();
		await expect(
			signIn(await ownBrowser(), stack.siteUrl, { email: address, password: mover.password })
		).resolves.toBeUndefined();
	});

	test('that has an account is not told apart, and keeps it', async ({ person, pageOf, inbox }) => {
		const [mover, other] = [await person('Mover'), await person('Other')];
		const seen = await inbox.count(other.email);
		const page = await pageOf(mover);
		await page.goto('/account');
		await page.getByLabel('New address').fill(other.email);
		await page.getByRole('button', { name: 'Move to this address' }).click();
		await expect(page.getByText('We have written to both addresses.')).toBeVisible();
		expect(await inbox.count(other.email)).toBe(seen);

		await page.getByLabel('New address').fill(other.email);
		await page.getByRole('button', { name: 'Move to this address' }).click();
		await expect(page.getByText(/It was written to already/)).toBeVisible();
		await expect(page.getByLabel('New address')).toHaveValue(other.email);
	});

	test('has to be an address, and another one', async ({ person, pageOf }) => {
		const mover = await person('Mover');
		const page = await pageOf(mover);
		await page.goto('/account');
		for (const [typed, answer] of [
			[mover.email, 'That is the address it has already.'],
			['someone@localhost', 'That is not a whole email address']
		] as const) {
			await page.getByLabel('New address').fill(typed);
			await page.getByRole('button', { name: 'Move to this address' }).click();
			await expect(page.getByText(answer)).toBeVisible();
			await expect(page.getByLabel('New address')).toHaveValue(typed);
		}
	});
});
