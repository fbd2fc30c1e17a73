import { demo } from './support/demo.ts';
import { freshSlug } from './support/publications.ts';
import { expect, test } from './support/test.ts';

test('an operator starts a publication, and anybody finds it', async ({
	pageSeenBy,
	plainPage
}) => {
	const slug = freshSlug('evening');
	const desk = await pageSeenBy('owner');
	await desk.goto('/desk');
	await desk.getByRole('link', { name: 'New publication' }).click();
	await desk.getByLabel('Name', { exact: true }).fill('The Evening Paper');
	await expect(desk.getByLabel('Address')).toHaveValue('the-evening-paper');
	await desk.getByLabel('Address').fill(slug);
	await desk.getByLabel('Description').fill('What happened, while there was light.');
	await expect(desk.getByLabel('Time zone')).toHaveValue('Europe/London');
	await desk.getByRole('button', { name: 'Start the publication' }).click();
	await expect(desk).toHaveURL(new RegExp(`/desk/${slug}(/|$)`));

	await plainPage.goto(`/@${slug}`);
	await expect(plainPage.getByRole('heading', { level: 1 })).toHaveText('The Evening Paper');
	await expect(plainPage.getByText('What happened, while there was light.').first()).toBeVisible();
});

test('an address that is taken is said so, and nothing typed is lost', async ({ pageSeenBy }) => {
	const desk = await pageSeenBy('owner');
	await desk.goto('/desk/new');
	await desk.getByLabel('Name', { exact: true }).fill('Another Tide');
	await desk.getByLabel('Address').fill('tide-table');
	await desk.getByRole('button', { name: 'Start the publication' }).click();
	await expect(desk.getByLabel('Address')).toHaveAttribute('aria-invalid', 'true');
	await expect(desk.getByLabel('Name', { exact: true })).toHaveValue('Another Tide');
});

test('who is no operator is told so', async ({ person, pageOf }) => {
	const page = await pageOf(await person('Guest'));
	await page.goto('/desk/new');
	await expect(page.getByRole('heading', { name: 'Not from this account' })).toBeVisible();
	const answer = await page.request.post('/desk/new', {
		form: {
			name: 'Mine',
			slug: freshSlug(),
			language: 'en',
			time_zone: 'Etc/UTC',
			accent: '352 0.165'
		},
		headers: { origin: new URL(page.url()).origin, accept: 'text/html' }
	});
	expect(answer.status()).toBeGreaterThanOrEqual(400);
	expect(answer.status()).toBeLessThan(500);
});

test('the staff of one publication do not find the desk of another', async ({ pageOf }) => {
	const ola = await pageOf({ email: demo.otherOwner, password: demo.password });
	for (const path of ['', '/posts', '/staff', '/settings']) {
		const answer = await ola.goto(`/desk/tide-table${path}`);
		expect(answer?.status()).toBe(404);
	}
	const own = await ola.goto('/desk/field-notes/staff');
	expect(own?.status()).toBe(200);
});

test('the desk asks visitors to sign in, and leads back', async ({ page }) => {
	await page.goto('/desk/tide-table/posts');
	await expect(page).toHaveURL(/\/sign-in\?next=%2Fdesk%2Ftide-table%2Fposts/);
});
