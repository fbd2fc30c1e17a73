import { demo } from './support/demo.ts';
import { expect, test } from './support/test.ts';

const publicPages = [demo.home, demo.otherHome, demo.publicPost, demo.paidPost];

for (const path of publicPages) {
	test(`${path} has no script, sets no cookie, and allows none`, async ({ page }) => {
		const asked: string[] = [];
		page.on('request', (request) => asked.push(request.resourceType()));
		const answer = await page.goto(path);
		expect(answer?.status()).toBe(200);
		expect(answer?.headers()['content-security-policy']).toContain("script-src 'none'");
		expect(answer?.headers()).not.toHaveProperty('set-cookie');
		expect(await page.context().cookies()).toEqual([]);
		await expect(page.locator('script:not([type="application/ld+json"])')).toHaveCount(0);
		expect(asked).not.toContain('script');
	});
}

test('nothing is loaded from elsewhere', async ({ page, baseURL }) => {
	const hosts = new Set<string>();
	page.on('request', (request) => hosts.add(new URL(request.url()).origin));
	await page.goto(demo.paidPost, { waitUntil: 'load' });
	expect([...hosts]).toEqual([baseURL]);
});

test('anybody reads a public post, without JavaScript', async ({ plainPage: page }) => {
	await page.goto(demo.home);
	await page.getByRole('link', { name: 'Knots I Have Been Paid to Untie' }).click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(
		'Knots I Have Been Paid to Untie'
	);
	await expect(page.getByText('Colm Garrity').first()).toBeVisible();
	await expect(page.getByText('I fried some bacon.')).toBeVisible();
	await expect(page.getByRole('heading', { name: 'Clove hitch, frozen' })).toBeVisible();
});

test('the start of a closed post is for everybody, the rest in no form', async ({ page }) => {
	const answer = await page.goto(demo.paidPost);
	const html = (await answer?.text()) ?? '';
	expect(html).toContain('Nobody made a speech.');
	expect(html).not.toContain('I thought I might go over to Skerrow');
	expect(html).not.toContain('egg account');
	await expect(page.getByRole('heading', { name: 'It goes on for paying members' })).toBeVisible();
	await expect(page.getByRole('table', { name: 'Crossings made and lost' })).toBeVisible();
	await expect(page.getByRole('img', { name: /sea chart of Orrin Sound/ })).toBeVisible();
});

test('a post without a picture shows no other one', async ({ page }) => {
	await page.goto(demo.publicPost);
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
	await expect(page.getByRole('article').locator('img')).toHaveCount(0);
});

test('a closed post without a mark shows its excerpt only', async ({ page }) => {
	const answer = await page.goto(demo.unmarkedPost);
	const html = (await answer?.text()) ?? '';
	expect(html).not.toContain('between Hulls and Cargo');
	expect(html).toContain('people who bet against ships');
	await expect(page.getByRole('heading', { name: 'This is for paying members' })).toBeVisible();
});

test('who pays reads on, a free member does not', async ({ pageOf }) => {
	const paying = await pageOf({ email: demo.patron, password: demo.password });
	const answer = await paying.goto(demo.paidPost);
	await expect(paying.getByText('I thought I might go over to Skerrow')).toBeVisible();
	expect(answer?.headers()['cache-control']).toBe('private, no-store');

	const free = await pageOf({ email: demo.reader, password: demo.password });
	await free.goto(demo.paidPost);
	await expect(free.getByRole('heading', { name: 'It goes on for paying members' })).toBeVisible();
	await expect(free.getByText('I thought I might go over to Skerrow')).toHaveCount(0);
	await free.goto(demo.membersPost);
	await expect(free.getByText('Then we’ll want to pay a bit extra')).toBeVisible();
});

for (const path of [
	demo.draft,
	demo.scheduledPost,
	'/@tide-table/nothing-at-this-mark',
	'/@nobody'
]) {
	test(`${path} is not there`, async ({ page }) => {
		const answer = await page.goto(path);
		expect(answer?.status()).toBe(404);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		expect(await answer?.text()).not.toMatch(/Crown|samphire/);
	});
}

test('what is not out yet shows in no list', async ({ page }) => {
	await page.goto(demo.home);
	await expect(page.getByRole('link', { name: 'How to Lose an Island' })).toBeVisible();
	await expect(page.getByText('Mud, and Those Who Can Walk on It')).toHaveCount(0);
	await expect(page.getByText('The Herring Clerk’s Daughter')).toHaveCount(0);
});

test('the front page leads to the publications', async ({ plainPage: page }) => {
	await page.goto('/');
	await page.getByRole('link', { name: 'The Tide Table', exact: true }).click();
	await expect(page).toHaveURL(demo.home);
	await expect(
		page.getByRole('heading', { level: 2, name: 'The Last Boat Out of Harwick' })
	).toBeVisible();
});
