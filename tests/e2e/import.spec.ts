import { look } from './support/look.ts';
import { makePublication } from './support/publications.ts';
import { expect, test } from './support/test.ts';

const POSTS = 120;

function file(name: string, text: string) {
	return { name, mimeType: 'text/plain', buffer: Buffer.from(text) };
}

const posts = Array.from({ length: POSTS }, (_, n) => ({
	...{ id: `p${n}`, slug: `post-${n}`, title: `Post ${n}`, status: 'published' },
	...{ published_at: '2020-01-01 00:00:00', html: `<p>Words of post ${n}.</p>` }
}));
const archive = file('export.json', JSON.stringify({ data: { posts } }));
const members = file(
	'members.csv',
	'email,subscribed_to_emails,labels\na@x.test,true,VIP\nb@x.test,false,\nno address,true,\n'
);

test('an archive moves in: looked at, begun, paused, finished, and read', async ({
	stack,
	person,
	pageOf,
	plainPage
}) => {
	test.slow();
	const owner = await person('Owner');
	const { slug } = await makePublication(stack, [{ person: owner, role: 'owner' }]);
	const page = await pageOf(owner);
	await page.goto(`/desk/${slug}`);
	await page.getByRole('link', { name: 'Import' }).click();
	const choose = page.getByLabel('Choose the files of your Ghost site');
	await expect(page.getByRole('button', { name: 'Begin' })).toBeDisabled();

	await choose.setInputFiles([archive, members]);
	await page.getByLabel('Only look').check();
	await page.getByRole('button', { name: 'Begin' }).click();
	await expect(page.getByText('Nothing was written.')).toBeVisible();
	await expect(page.getByRole('row', { name: /^posts/ })).toContainText(`${POSTS}`);
	expect((await plainPage.goto(`/@${slug}/post-0`))?.status()).toBe(404);

	await page.getByRole('button', { name: 'Other files' }).click();
	await choose.setInputFiles([archive, members]);
	// The second batch waits at the door until somebody has paused.
	let batches = 0;
	const door = Promise.withResolvers<void>();
	await page.route('**/batch', async (route) => {
		batches += 1;
		if (batches === 2) await door.promise;
		await route.continue();
	});
	await page.getByRole('button', { name: 'Begin' }).click();
	await expect(page.getByText(`50 of ${POSTS + 3}`)).toBeVisible();
	await expect(page.getByRole('progressbar')).toHaveAttribute('value', '50');
	await page.getByRole('button', { name: 'Pause' }).click();
	await expect(page.getByText('Paused. What has arrived stays.')).toBeVisible();
	await look(page);
	door.resolve();
	await page.getByRole('button', { name: 'Resume' }).click();
	await expect(page.getByText('All of it is here.')).toBeVisible();
	await expect(page.getByRole('row', { name: /^posts/ })).toHaveText(/posts\s*120\s*0\s*0\s*0/);
	await expect(
		page.getByText(
			'Skipped: nobody can sign in with this address: it should look like name@example.org: 1'
		)
	).toBeVisible();
	await look(page);

	const [download] = await Promise.all([
		page.waitForEvent('download'),
		page.getByRole('link', { name: 'Download the report' }).click()
	]);
	expect(download.suggestedFilename()).toMatch(/^import-\d{4}-\d\d-\d\d\.csv$/);

	const answer = await plainPage.goto(`/@${slug}/post-119`);
	expect(answer?.status()).toBe(200);
	await expect(plainPage.getByText('Words of post 119.')).toBeVisible();

	await page.getByRole('button', { name: 'Other files' }).click();
	await choose.setInputFiles([archive, members]);
	await page.getByRole('button', { name: 'Begin' }).click();
	await expect(page.getByText('All of it is here.')).toBeVisible();
	await expect(page.getByRole('row', { name: /^posts/ })).toHaveText(/posts\s*0\s*0\s*120\s*0/);
});

test('a file that is none is said so, with the place', async ({ stack, person, pageOf }) => {
	const owner = await person('Owner');
	const { slug } = await makePublication(stack, [{ person: owner, role: 'owner' }]);
	const page = await pageOf(owner);
	await page.goto(`/desk/${slug}/import`);
	const choose = page.getByLabel('Choose the files of your Ghost site');
	await choose.setInputFiles([file('photo.png', 'x')]);
	await expect(page.getByRole('alert')).toContainText('photo.png is neither');
	const broken = file('export.json', '{"data": {"posts": [{"id": "1"},');
	await choose.setInputFiles([broken]);
	await page.getByRole('button', { name: 'Begin' }).click();
	await expect(page.getByRole('alert')).toContainText('it breaks off in data.posts');
	await expect(page.getByText('Nothing was written.')).toBeVisible();
});

test('is for admins, and shown to nobody else', async ({ stack, person, pageOf }) => {
	const [owner, editor] = [await person('Owner'), await person('Editor')];
	const { slug } = await makePublication(stack, [
		{ person: owner, role: 'owner' },
		{ person: editor, role: 'editor' }
	]);
	const page = await pageOf(editor);
	await page.goto(`/desk/${slug}/posts`);
	await expect(page.getByRole('link', { name: 'Staff' })).toBeVisible();
	await expect(page.getByRole('link', { name: 'Import' })).toHaveCount(0);
	expect((await page.goto(`/desk/${slug}/import`))?.status()).toBe(403);
	const begun = await page.request.post(`/desk/${slug}/import/runs`, {
		data: { fileName: 'a', total: 1, siteUrl: '', dryRun: false },
		headers: { origin: stack.siteUrl }
	});
	expect(begun.status()).toBe(403);
});
