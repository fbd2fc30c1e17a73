import { signIn } from './support/people.ts';
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
