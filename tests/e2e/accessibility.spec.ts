import { linkIn } from '../support/inbox.ts';
import { sights } from '../support/pages.ts';
import { SignInPage } from './pages/sign-in.ts';
import { demo } from './support/demo.ts';
import { look } from './support/look.ts';
import { freshAddress } from './support/people.ts';
import { expect, test } from './support/test.ts';

for (const { name, path, as, ready, status = 200 } of sights) {
	test(`axe finds nothing on ${name}`, async ({ pageSeenBy }) => {
		const page = await pageSeenBy(as);
		const answer = await page.goto(path);
		expect(answer?.status()).toBe(status);
		if (ready) await page.getByRole('textbox', { name: ready, exact: true }).waitFor();
		await look(page);
	});
}

test('axe finds nothing where the code is typed, right or wrong', async ({ page }) => {
	const signIn = new SignInPage(page);
	await signIn.open();
	await signIn.askFor(freshAddress());
	await look(page);
	await signIn.type('000000');
	await expect(
		page.getByText('That code is not right, or it is older than ten minutes.')
	).toBeVisible();
	await look(page);
});

test('axe finds nothing on what a member sees', async ({ pageOf }) => {
	test.slow();
	const page = await pageOf({ email: demo.reader, password: demo.password });
	for (const path of [demo.paidPost, '/@tide-table/join', '/account/memberships']) {
		await page.goto(path);
		await look(page);
	}
	await page.getByText('Another address, or leave').click();
	await look(page);
	const patron = await pageOf({ email: demo.patron, password: demo.password });
	await patron.goto('/@tide-table/join');
	await look(patron);
});

test('axe finds nothing where an address is confirmed', async ({ plainPage, page, inbox }) => {
	const email = freshAddress();
	await plainPage.goto('/@field-notes/join');
	await plainPage.getByRole('textbox', { name: 'Email' }).fill(email);
	await plainPage.getByRole('button', { name: 'Read for nothing' }).click();
	await expect(plainPage.getByRole('heading', { name: 'Look in your inbox' })).toBeVisible();
	await page.goto(linkIn(await inbox.next(email), '/@field-notes/join/confirm/'));
	await look(page);
	await page.getByRole('button', { name: /^Join/ }).click();
	await expect(page.getByRole('heading', { name: 'You are a reader' })).toBeVisible();
	await look(page);
});

for (const { name, path, as } of sights.filter((sight) => sight.reading)) {
	test(`${name} does not scroll sideways on a phone`, async ({ pageSeenBy }) => {
		const page = await pageSeenBy(as);
		await page.setViewportSize({ width: 320, height: 700 });
		await page.goto(path);
		const overflow = await page.evaluate(
			() => document.documentElement.scrollWidth - window.innerWidth
		);
		expect(overflow).toBeLessThanOrEqual(0);
	});
}
