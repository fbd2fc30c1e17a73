import { demo } from './support/demo.ts';
import { expect, test } from './support/test.ts';

test('from the contents to a subject, a post, its author and the archive, without JavaScript', async ({
	plainPage: page
}) => {
	await page.goto(demo.home);
	const subjects = page.getByRole('region', { name: 'Subjects' });
	await subjects.getByRole('link', { name: 'Maps' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Maps' })).toBeVisible();
	await page.getByRole('link', { name: 'How to Lose an Island' }).click();
	await expect(page).toHaveURL(demo.publicPost);
	await page.getByRole('link', { name: 'Joan Pellow' }).first().click();
	await expect(page.getByRole('heading', { level: 1, name: 'Joan Pellow' })).toBeVisible();
	await expect(page.getByRole('link', { name: 'What the Marsh Owes the Bank' })).toBeVisible();
	await expect(page.getByRole('link', { name: 'Knots I Have Been Paid to Untie' })).toHaveCount(0);

	await page
		.getByRole('navigation', { name: 'Publication' })
		.getByRole('link', { name: 'Archive' })
		.click();
	await page.getByRole('navigation', { name: 'Years' }).getByRole('link', { name: '2025' }).click();
	await expect(page.getByRole('link', { name: 'How to Lose an Island' })).toBeVisible();
	await expect(page.getByRole('link', { name: 'The Last Boat Out of Harwick' })).toHaveCount(0);
});

test('a kicker leads to the other posts of its subject', async ({ plainPage: page }) => {
	await page.goto(demo.paidPost);
	await page.getByRole('article').getByRole('link', { name: 'Ferries' }).first().click();
	await expect(page).toHaveURL('/@tide-table/tag/ferries');
	await page.getByRole('main').getByRole('link', { name: 'Subjects' }).click();
	await expect(page.getByRole('heading', { level: 1, name: 'Subjects' })).toBeVisible();
	await expect(page.getByText('6 posts')).toBeVisible();
});

for (const path of ['/archive', '/subjects', '/tag/coasts', '/about', '/nothing-at-this-mark']) {
	test(`${demo.home}${path} runs nothing and sets no cookie`, async ({ page }) => {
		const asked: string[] = [];
		page.on('request', (request) => asked.push(request.resourceType()));
		const answer = await page.goto(demo.home + path);
		expect(answer?.headers()['content-security-policy']).toContain("script-src 'none'");
		expect(await page.context().cookies()).toEqual([]);
		await expect(page.locator('script:not([type="application/ld+json"])')).toHaveCount(0);
		expect(asked).not.toContain('script');
		await expect(
			page.getByRole('link', { name: 'The Tide Table', exact: true }).first()
		).toBeVisible();
	});
}

test('a page that has not changed is not sent again, and looks as it did', async ({ page }) => {
	await page.goto(demo.publicPost);
	const complaints: string[] = [];
	page.on('console', (message) => complaints.push(message.text()));
	const fonts = () =>
		page.evaluate(() => [...document.fonts].some(({ status }) => status === 'loaded'));
	await expect.poll(fonts).toBe(true);
	await page.reload({ waitUntil: 'load' });
	await expect.poll(fonts).toBe(true);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('How to Lose an Island');
	await page.goto(demo.home);
	await page.goto(demo.publicPost);
	await expect.poll(fonts).toBe(true);
	expect(complaints).toEqual([]);
});

test('a renamed publication and a renamed post are found where they were', async ({
	page,
	stack,
	request
}) => {
	const answer = await request.get('/@Tide-Table/How-To-Lose-An-Island');
	expect(new URL(answer.url()).pathname).toBe(demo.publicPost);
	await page.goto(`${stack.siteUrl}/@tide-table/tag/COASTS/`);
	await expect(page).toHaveURL('/@tide-table/tag/coasts');
});
