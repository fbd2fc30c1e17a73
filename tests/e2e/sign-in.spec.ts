import postgres from 'postgres';
import { rates } from '../../src/lib/limits.ts';
import { networkOf } from '../../src/lib/server/client-address.ts';
import { linkIn } from '../support/inbox.ts';
import type { StackHandle } from '../support/stack-handle.ts';
import { passMailMinute } from '../support/tries.ts';
import { SignInPage } from './pages/sign-in.ts';
import { look, twoViews } from './support/look.ts';
import { freshAddress } from './support/people.ts';
import { expect, test } from './support/test.ts';

/** Begins a sign-in as the web server does for a visitor of this network, without having a mail sent. */
async function beginSignIn(stack: StackHandle, network: string, email: string): Promise<void> {
	const answer = await fetch(`${stack.apiUrl}/rest/v1/rpc/begin_sign_in`, {
		method: 'POST',
		headers: {
			apikey: stack.publishableKey,
			'content-type': 'application/json',
			'x-pamphlet-server-token': stack.serverToken,
			'x-pamphlet-network': network
		},
		body: JSON.stringify({ p_email: email })
	});
	expect(await answer.json()).toMatchObject({ mail: 'send' });
}

test.describe('a code by mail', () => {
	test('signs in, and leads to where one was going', async ({ page, inbox }) => {
		const email = freshAddress();
		const signIn = new SignInPage(page);
		await signIn.open('/account');
		await signIn.askFor(email);
		await expect(page.getByRole('main')).toContainText(email);
		await signIn.type(await inbox.code(email));

		await expect(page).toHaveURL('/account');
		await expect(page.getByRole('main')).toContainText(email);
		const cookies = await page.context().cookies();
		expect(cookies.length).toBeGreaterThan(0);
		expect(cookies.filter((cookie) => !cookie.httpOnly)).toEqual([]);
	});

	test('works without JavaScript', async ({ plainPage, inbox }) => {
		const email = freshAddress();
		const signIn = new SignInPage(plainPage);
		await signIn.open('/account');
		await signIn.askFor(email);
		await signIn.type(await inbox.code(email));
		await expect(plainPage).toHaveURL('/account');
	});

	test('is read in the digits of any script, and stays as it was typed when it is wrong', async ({
		page,
		inbox
	}) => {
		const email = freshAddress();
		const signIn = new SignInPage(page);
		await signIn.open('/account');
		await signIn.askFor(email);
		await signIn.type('٤٠٧ ١٩');
		await expect(page.getByText('The code has six figures, and nothing else.')).toBeVisible();
		await expect(signIn.code).toHaveValue('٤٠٧ ١٩');

		const right = await inbox.code(email);
		const wide = right.replace(/\d/g, (digit) => '０１２３４５６７８９'.charAt(Number(digit)));
		await signIn.code.fill('');
		await signIn.code.pressSequentially(`${wide.slice(0, 3)}　－　${wide.slice(3)}`);
		await signIn.enter.click();
		await expect(page).toHaveURL('/account');
	});

	test('is refused after five wrong ones, and so is the right one', async ({ page, inbox }) => {
		const email = freshAddress();
		const signIn = new SignInPage(page);
		await signIn.open();
		await signIn.askFor(email);
		const right = await inbox.code(email);
		const wrong = right === '000000' ? '111111' : '000000';
		for (let n = 0; n < 5; n += 1) {
			await signIn.type(wrong);
			await expect(
				page.getByText('That code is not right, or it is older than ten minutes.')
			).toBeVisible();
			await page.reload();
		}
		await signIn.type(right);
		await expect(page.getByText('You have no tries left in this sign-in.')).toBeVisible();
		await page.goto('/account');
		await expect(page).toHaveURL(/\/sign-in/);
	});

	test('can be sent again after a minute, not before', async ({ page, inbox }) => {
		const email = freshAddress();
		const signIn = new SignInPage(page);
		await page.clock.install();
		await signIn.open();
		await signIn.askFor(email);
		await expect(signIn.resend).toBeDisabled();
		await expect(page.getByText(/in 0:[0-5]\d/)).toBeVisible();
		await page.clock.fastForward('01:05');
		await expect(signIn.resend).toBeEnabled();

		// The page's clock ran ahead; the server's did not, and it holds to the wait.
		await signIn.resend.click();
		await expect(page.getByText(/You can ask for another code in/)).toBeVisible();
		expect(await inbox.count(email)).toBe(1);
	});

	test('is not sent when there were too many, and the page says what to do', async ({
		page,
		inbox,
		stack,
		extraHTTPHeaders
	}) => {
		const email = freshAddress();
		const network = networkOf(extraHTTPHeaders?.['x-forwarded-for'] ?? '');
		const signIn = new SignInPage(page);
		const sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => {} });
		try {
			await signIn.open('/account');
			await signIn.askFor(email);
			// The rest of what this network may have sent to one mailbox, minute by minute.
			for (let n = 1; n < rates.mails_to_mailbox_by_source.tries; n += 1) {
				await passMailMinute(sql, email);
				await beginSignIn(stack, network, email);
			}
			await passMailMinute(sql, email);
		} finally {
			await sql.end();
		}
		await signIn.open('/account');
		await signIn.askFor(email);
		const notice = page.getByRole('status').filter({ hasText: 'We did not send another code' });
		await expect(notice).toContainText(/You can ask for another in\s+\d+ minutes/);
		await expect(notice.getByRole('link', { name: 'sign in with it' })).toHaveAttribute(
			'href',
			'/sign-in/password?next=%2Faccount'
		);
		await look(page, twoViews);

		// The newest code is good for this sign-in as well.
		await signIn.type(await inbox.code(email));
		await expect(page).toHaveURL('/account');
	});

	test('goes to the address that was meant', async ({ page, inbox }) => {
		const email = freshAddress().replace('example.test', 'gmial.com');
		const meant = email.replace('gmial.com', 'gmail.com');
		const signIn = new SignInPage(page);
		await signIn.open();
		await signIn.email.fill(email);
		await signIn.send.click();
		await page.getByRole('button', { name: `Use ${meant}` }).click();
		await expect(page.getByRole('main')).toContainText(meant);
		expect(await inbox.code(meant)).toMatch(/^\d{6}$/);
		expect(await inbox.count(email)).toBe(0);
	});
});

test.describe('the link in the mail', () => {
	test('signs in with one press, and does nothing by being opened', async ({ page, inbox }) => {
		const email = freshAddress();
		const signIn = new SignInPage(page);
		await signIn.open();
		await signIn.askFor(email);
		const link = linkIn(await inbox.next(email), '/auth/confirm');

		// What a mail scanner does.
		const scanned = await page.request.get(link);
		expect(scanned.status()).toBe(200);
		await page.goto('/account');
		await expect(page).toHaveURL(/\/sign-in/);

		await page.goto(link);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await expect(page).not.toHaveURL(/\/(sign-in|auth)/);
		await page.goto('/account');
		await expect(page.getByRole('main')).toContainText(email);
	});

	test('works once', async ({ page, ownBrowser, inbox }) => {
		const email = freshAddress();
		const signIn = new SignInPage(page);
		await signIn.open();
		await signIn.askFor(email);
		const link = linkIn(await inbox.next(email), '/auth/confirm');
		await page.goto(link);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await expect(page).not.toHaveURL(/\/(sign-in|auth)/);

		const elsewhere = await (await ownBrowser()).newPage();
		await elsewhere.goto(link);
		await elsewhere.getByRole('button', { name: 'Sign in' }).click();
		await expect(
			elsewhere.getByRole('heading', { name: 'This link has done its work' })
		).toBeVisible();
		await elsewhere.goto('/account');
		await expect(elsewhere).toHaveURL(/\/sign-in/);
	});
});

test.describe('signing out', () => {
	test('here leaves the other browser alone', async ({ person, pageOf }) => {
		const somebody = await person('Here');
		const [here, there] = [await pageOf(somebody), await pageOf(somebody)];
		await here.goto('/account');
		await here.getByRole('button', { name: 'Sign out here' }).click();
		await expect(here).not.toHaveURL('/account');
		await here.goto('/account');
		await expect(here).toHaveURL(/\/sign-in/);
		await there.goto('/account');
		await expect(there.getByRole('main')).toContainText(somebody.email);
	});

	test('everywhere takes the other browser along', async ({ person, pageOf }) => {
		const somebody = await person('Everywhere');
		const [here, there] = [await pageOf(somebody), await pageOf(somebody)];
		await there.goto('/account');
		await here.goto('/account');
		await here.getByRole('button', { name: 'Sign out everywhere' }).click();
		await expect(here).not.toHaveURL('/account');
		await there.goto('/account');
		await expect(there).toHaveURL(/\/sign-in/);
	});
});

for (const next of [
	'https://example.org/',
	'//example.org',
	'/\\example.org',
	'/%09/example.org'
]) {
	test(`does not lead away to ${next}`, async ({ page, inbox, baseURL }) => {
		const email = freshAddress();
		const signIn = new SignInPage(page);
		await signIn.open(next);
		await signIn.askFor(email);
		await signIn.type(await inbox.code(email));
		await expect(page).not.toHaveURL(/\/sign-in/);
		expect(new URL(page.url()).origin).toBe(baseURL);
	});
}
