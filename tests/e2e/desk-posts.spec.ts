import { EditorPage } from './pages/editor.ts';
import { PostListPage } from './pages/post-list.ts';
import type { Person } from './support/people.ts';
import { makePosts, makeTagOf, postRow, setTimeZone } from './support/posts.ts';
import { freshSlug, makePublication, type MadePublication } from './support/publications.ts';
import { expect, test as base } from './support/test.ts';

interface Fixtures {
	desk: { paper: MadePublication; owner: Person; writer: Person };
	/** The list, in the owner's browser; not opened yet. */
	list: PostListPage;
}

const test = base.extend<Fixtures>({
	desk: async ({ stack, person }, use) => {
		const [owner, writer] = [await person('Odile'), await person('Wilma')];
		const paper = await makePublication(stack, [
			{ person: owner, role: 'owner' },
			{ person: writer, role: 'author' }
		]);
		await use({ paper, owner, writer });
	},
	list: async ({ desk, pageOf }, use) => {
		await use(new PostListPage(await pageOf(desk.owner), desk.paper.slug));
	}
});

const yesterday = () => new Date(Date.now() - 86_400_000);
const idIn = (url: string) => url.split('/').at(-1) ?? '';

test.describe('the list', () => {
	test('is narrowed by state, subject, writer, access and words, without JavaScript too', async ({
		desk,
		list,
		stack,
		ownBrowser
	}) => {
		const { paper, owner, writer } = desk;
		const ids = await makePosts(stack, paper.id, [
			{ title: 'Fog by Odile', created_by: owner.id },
			{ title: 'Fog by Wilma', created_by: writer.id, visibility: 'members' },
			{ title: '100% rain', status: 'published', published_at: yesterday() },
			{
				title: 'Out tomorrow',
				status: 'published',
				published_at: new Date(Date.now() + 86_400_000)
			}
		]);
		await makeTagOf(stack, paper.id, 'Weather', ids.slice(0, 3));
		await list.open();
		const cookies = await list.page.context().storageState();
		const plain = await ownBrowser({ storageState: cookies, javaScriptEnabled: false });

		for (const page of [list.page, await plain.newPage()]) {
			const view = new PostListPage(page, paper.slug);
			await view.open();
			await expect(view.rows).toHaveCount(4);
			await expect(view.tab('Drafts')).toHaveText(/Drafts\s+2/);
			await view.tab('Scheduled').click();
			await expect(view.rows).toHaveCount(1);
			expect(await view.titles()).toEqual(['Out tomorrow']);
			await view.tab('All').click();
			await expect(view.rows).toHaveCount(4);

			await view.filter('Any subject', 'Weather');
			await expect(view.rows).toHaveCount(3);
			await expect(view.tab('All')).toHaveText(/All\s+3/);
			await view.filter('Any writer', 'Wilma');
			await expect(view.rows).toHaveCount(1);
			await view.filter('Wilma', 'Any writer');
			await expect(view.rows).toHaveCount(3);
			await view.filter('Any access', 'Members');
			await expect(view.rows).toHaveCount(1);
			expect(await view.titles()).toEqual(['Fog by Wilma']);

			await view.open();
			await view.search.fill('  fog ');
			await view.search.press('Enter');
			await expect(view.rows).toHaveCount(2);
			await view.search.fill('100%');
			await view.search.press('Enter');
			await expect(view.row('100% rain')).toBeVisible();
			await expect(view.rows).toHaveCount(1);
			await view.search.fill('%_%');
			await view.search.press('Enter');
			await expect(page.getByText('No title of a post has “%_%” in it.')).toBeVisible();
			await page.getByRole('link', { name: 'Show all posts' }).click();
			await expect(view.rows).toHaveCount(4);
		}
	});

	test('goes by pages of thirty, there and back, and keeps what it is narrowed to', async ({
		desk,
		list,
		stack
	}) => {
		await makePosts(
			stack,
			desk.paper.id,
			Array.from({ length: 70 }, (_, n) => ({
				title: `Number ${n}`,
				...(n % 2 === 0 && {
					status: 'published' as const,
					published_at: new Date(Date.UTC(2026, 0, 1 + (n % 6)))
				})
			}))
		);
		await list.open();
		const [older, newer] = ['Older', 'Newer'].map((name) =>
			list.page.getByRole('link', { name, exact: true })
		);
		if (!older || !newer) throw new Error('no pager');
		await expect(list.rows).toHaveCount(30);
		const first = await list.titles();
		await expect(newer).toBeHidden();
		await older.click();
		await expect(newer).toBeVisible();
		// Bars stand there for a moment more where the page took long.
		await expect(list.rows).toHaveCount(30);
		const second = await list.titles();
		await older.click();
		await expect(older).toBeHidden();
		await expect(list.rows).toHaveCount(10);
		const third = await list.titles();
		expect(new Set([...first, ...second, ...third]).size).toBe(70);
		await newer.click();
		await expect(older).toBeVisible();
		await expect.poll(() => list.titles()).toEqual(second);
		await newer.click();
		await expect(newer).toBeHidden();
		await expect.poll(() => list.titles()).toEqual(first);

		await list.open('?state=draft');
		await older.click();
		await expect(list.rows).toHaveCount(5);
		await expect(list.tab('Drafts')).toHaveAttribute('aria-current', 'page');
	});

	test('is worked with keys alone', async ({ desk, list, stack }) => {
		const [id = ''] = await makePosts(stack, desk.paper.id, [
			{ title: 'Only one', created_by: desk.owner.id }
		]);
		await makePosts(stack, desk.paper.id, [{ title: 'Another' }]);
		const { page } = list;
		await list.open();
		await expect(list.rows).toHaveCount(2);
		const titles = await list.titles();
		await page.keyboard.press('k');
		await expect(page.getByRole('link', { name: titles[1] ?? '' })).toBeFocused();
		await page.keyboard.press('k');
		await expect(page.getByRole('link', { name: titles[0] ?? '' })).toBeFocused();
		await page.keyboard.press('x');
		await expect(page.getByRole('toolbar', { name: 'What is selected' })).toContainText(
			'1 selected'
		);
		await page.keyboard.press('x');
		await expect(page.getByRole('toolbar', { name: 'What is selected' })).toBeHidden();

		await page.keyboard.press('?');
		await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
		await page.keyboard.press('Escape');
		// As long as it is there, keys are its own.
		await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
		await page.keyboard.press('/');
		await expect(list.search).toBeFocused();
		await page.keyboard.type('only jxn');
		await expect(list.search).toHaveValue('only jxn');
		await list.search.fill('only');
		await page.keyboard.press('Enter');
		await expect(list.rows).toHaveCount(1);
		await list.search.press('Escape');
		await page.keyboard.press('j');
		await page.keyboard.press('Enter');
		await expect(page).toHaveURL(new RegExp(`/posts/${id}$`));
		await page.goBack();
		await expect(list.rows).toHaveCount(1);
		await page.keyboard.press('n');
		await expect(new EditorPage(page).title).toHaveValue('');
	});

	test('shows bars while another view takes long, and offers to try again when it fails', async ({
		desk,
		list,
		stack
	}) => {
		const { page } = list;
		await makePosts(stack, desk.paper.id, [{ title: 'Slow' }]);
		await list.open();
		let release = () => {};
		const held = new Promise<void>((resolve) => (release = resolve));
		await page.route(/__data\.json/, async (route) => {
			await held;
			await route.fulfill({
				status: 503,
				json: { message: 'Away', code: 'unavailable', requestId: 'x' }
			});
		});
		const bars = page.getByRole('status').filter({ hasText: 'The list is on its way' });
		await list.tab('Drafts').click();
		await expect(bars).toBeVisible();
		await expect(list.rows).toHaveCount(0);
		release();
		await expect(page.getByRole('heading', { name: 'The press is being oiled' })).toBeVisible();
		await page.unroute(/__data\.json/);
		await page.getByRole('link', { name: 'Try again' }).click();
		await expect(list.tab('Drafts')).toHaveAttribute('aria-current', 'page');
		await expect(list.row('Slow')).toBeVisible();
	});

	test('has an empty sheet at first, and two lines a row on a phone', async ({
		desk,
		list,
		stack
	}) => {
		const { page } = list;
		await list.open();
		await expect(page.getByRole('heading', { name: 'A blank sheet' })).toBeVisible();
		await makePosts(stack, desk.paper.id, [{ title: `A${' very'.repeat(40)} long title` }]);
		await makePosts(stack, desk.paper.id, [{ title: 'x'.repeat(300) }]);
		await page.setViewportSize({ width: 390, height: 844 });
		await page.reload();
		await expect(list.rows).toHaveCount(2);
		const sideways = await page.evaluate(
			() => document.documentElement.scrollWidth - document.documentElement.clientWidth
		);
		expect(sideways).toBe(0);
	});
});

test.describe('posts of the list', () => {
	test('are duplicated', async ({ desk, list, stack }) => {
		await makePosts(stack, desk.paper.id, [
			{ title: 'Once', status: 'published', visibility: 'members', published_at: yesterday() }
		]);
		await list.open();
		await list.choose('Once', 'Duplicate');
		const editor = new EditorPage(list.page);
		await expect(editor.title).toHaveValue('Once (copy)');
		await expect(
			editor.settings.getByRole('radio', { name: 'Members', exact: true })
		).toBeChecked();
		expect(await postRow(stack, idIn(list.page.url()))).toMatchObject({
			status: 'draft',
			slug: expect.stringMatching(/^untitled-/)
		});
	});

	test('are deleted, brought back by Undo, and restored later', async ({
		desk,
		list,
		stack,
		plainPage
	}) => {
		const [id = ''] = await makePosts(stack, desk.paper.id, [
			{ title: 'Regret', status: 'published', slug: 'regret', published_at: yesterday() }
		]);
		const address = `/@${desk.paper.slug}/regret`;
		await list.open();
		await list.choose('Regret', 'Delete');
		await expect(list.toast).toContainText('One post deleted');
		expect((await plainPage.goto(address))?.status()).toBe(404);
		await list.undo();
		await expect(list.row('Regret')).toBeVisible();
		expect(await postRow(stack, id)).toMatchObject({ status: 'published' });
		expect((await plainPage.goto(address))?.status()).toBe(200);

		await list.choose('Regret', 'Delete');
		await expect(list.row('Regret')).toBeHidden();
		await list.tab('Deleted').click();
		await expect(list.page.getByText('Kept for thirty days')).toBeVisible();
		await list.page.getByRole('button', { name: 'Restore “Regret”' }).click();
		await expect(list.row('Regret')).toBeHidden();
		await list.tab('Published').click();
		await expect(list.row('Regret')).toBeVisible();
		expect((await plainPage.goto(address))?.status()).toBe(200);
	});

	test('are published and taken back several at once', async ({ desk, list, stack }) => {
		const ids = await makePosts(stack, desk.paper.id, [
			{ title: 'First of two' },
			{ title: 'Second of two' },
			{ title: '' }
		]);
		await list.open();
		await list.page.getByRole('checkbox', { name: 'Select all of this page' }).check();
		await expect(list.page.getByRole('toolbar')).toContainText('3 selected');
		await list.page.getByRole('toolbar').getByRole('button', { name: 'Publish' }).click();
		await expect(list.toast).toContainText('2 posts published; one stays as before');
		await expect(list.tab('Published')).toHaveText(/Published\s+2/);
		await list.undo();
		await expect(list.tab('Published')).toHaveText(/Published\s+0/);
		expect(await postRow(stack, ids[0] ?? '')).toMatchObject({
			status: 'draft',
			published_at: null
		});
	});

	test('of others are no author’s business', async ({ desk, stack, pageOf }) => {
		await makePosts(stack, desk.paper.id, [
			{ title: 'Mine', created_by: desk.writer.id },
			{ title: 'Theirs', created_by: desk.owner.id }
		]);
		const list = new PostListPage(await pageOf(desk.writer), desk.paper.slug);
		await list.open();
		expect(await list.titles()).toEqual(['Mine']);
	});
});

test.describe('the time of a post', () => {
	test('over a change of clocks is explained, and is what readers get', async ({
		desk,
		list,
		stack,
		plainPage
	}) => {
		await setTimeZone(stack, desk.paper.id, 'Europe/London');
		const editor = new EditorPage(list.page);
		await editor.begin(desk.paper);
		await editor.title.fill('When Clocks Change');
		await editor.saved();
		const id = idIn(list.page.url());
		const open = async (name: string) => {
			await list.page.getByRole('button', { name, exact: true }).click();
			return list.page.getByRole('dialog');
		};

		let dialog = await open('Publish…');
		await dialog.getByRole('radio', { name: 'At a time' }).check();
		await dialog.getByLabel('Day').fill('2027-03-28');
		await dialog.getByLabel('Time', { exact: true }).fill('01:30');
		await expect(
			dialog.getByText(/Clocks go forward that day, and never show 01:30/)
		).toBeVisible();
		await expect(dialog.getByText('28 Mar 2027, 02:30 (UTC+1)')).toBeVisible();
		await dialog.getByRole('button', { name: 'Schedule' }).click();
		await expect(list.page.getByRole('button', { name: 'Reschedule…' })).toBeVisible();
		expect((await postRow(stack, id)).published_at).toEqual(new Date('2027-03-28T01:30:00Z'));
		const { slug } = await postRow(stack, id);
		expect((await plainPage.goto(`/@${desk.paper.slug}/${slug}`))?.status()).toBe(404);

		dialog = await open('Reschedule…');
		await expect(dialog.getByLabel('Time', { exact: true })).toHaveValue('02:30');
		await dialog.getByLabel('Day').fill('2027-10-31');
		await dialog.getByLabel('Time', { exact: true }).fill('01:30');
		await dialog.getByRole('radio', { name: 'The second time (UTC)' }).check();
		await expect(dialog.getByText('31 Oct 2027, 01:30 (UTC)')).toBeVisible();
		await dialog.getByRole('button', { name: 'Schedule' }).click();
		await expect(dialog).toBeHidden();
		expect((await postRow(stack, id)).published_at).toEqual(new Date('2027-10-31T01:30:00Z'));

		dialog = await open('Reschedule…');
		await dialog.getByRole('radio', { name: 'The first time (UTC+1)' }).check();
		await dialog.getByRole('button', { name: 'Schedule' }).click();
		await expect(dialog).toBeHidden();
		expect((await postRow(stack, id)).published_at).toEqual(new Date('2027-10-31T00:30:00Z'));

		dialog = await open('Unschedule…');
		await dialog.getByRole('button', { name: 'Take it back' }).click();
		await expect(list.page.getByRole('button', { name: 'Publish…' })).toBeVisible();
		expect(await postRow(stack, id)).toMatchObject({ status: 'draft' });
	});

	test('may be past', async ({ desk, list, stack, plainPage }) => {
		const editor = new EditorPage(list.page);
		await editor.begin(desk.paper);
		await editor.title.fill('Long Ago');
		await editor.saved();
		await list.page.getByRole('button', { name: 'Publish…' }).click();
		const dialog = list.page.getByRole('dialog');
		await dialog.getByRole('radio', { name: 'At a time' }).check();
		await dialog.getByLabel('Day').fill('1999-12-31');
		await dialog.getByLabel('Time', { exact: true }).fill('23:59');
		await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
		await expect(list.page.getByRole('button', { name: 'Unpublish…' })).toBeVisible();
		await plainPage.goto(`/@${desk.paper.slug}/long-ago`);
		await expect(plainPage.getByText('31 December 1999')).toBeVisible();
		expect((await postRow(stack, idIn(list.page.url()))).published_at).toEqual(
			new Date('1999-12-31T23:59:00Z')
		);
	});
});

test.describe('settings', () => {
	test('subjects, cover, search engines and access are kept, and readers get them', async ({
		desk,
		list,
		plainPage
	}) => {
		const editor = new EditorPage(list.page);
		await editor.begin(desk.paper);
		await editor.title.fill('All Set');
		await editor.saved();
		const { settings } = editor;
		for (const name of ['Coasts', 'Fog']) {
			await settings
				.getByRole('textbox', { name: 'Add a subject' })
				.or(settings.getByRole('combobox', { name: 'Add a subject' }))
				.fill(name);
			await settings
				.getByRole('group', { name: 'Subjects' })
				.getByRole('button', { name: 'Add', exact: true })
				.click();
			await expect(settings.getByRole('listitem').filter({ hasText: name })).toBeVisible();
		}
		await settings.getByRole('button', { name: 'Move Fog up' }).click();
		await settings.getByText('Search and sharing').click();
		await settings.getByLabel('Title for search engines').fill('Everything about it');
		await settings.getByLabel('First published at').fill('https://elsewhere.example/it');
		await expect(settings.getByText('Not saved yet')).toBeVisible();
		// Publishing saves what stands there first.
		await editor.publish();
		await expect(settings.getByText('Not saved yet')).toBeHidden();
		await plainPage.goto(`/@${desk.paper.slug}/all-set`);
		await expect(plainPage).toHaveTitle(/Everything about it/);
		await expect(plainPage.locator('link[rel="canonical"]')).toHaveAttribute(
			'href',
			'https://elsewhere.example/it'
		);
		const subjects = plainPage.getByRole('link', { name: /^(Coasts|Fog)$/ });
		await expect(subjects.first()).toHaveText('Fog');
	});

	test('the address: renamed, followed, and what is wrong with one in words', async ({
		desk,
		list,
		stack,
		plainPage
	}) => {
		await makePosts(stack, desk.paper.id, [{ title: 'Neighbour', slug: 'neighbour' }]);
		const editor = new EditorPage(list.page);
		await editor.begin(desk.paper);
		await editor.title.fill('Before');
		await editor.saved();
		await editor.publish();
		const address = editor.settings.getByLabel('Address', { exact: true });

		for (const [slug, words] of [
			['feed', 'The publication itself needs that address.'],
			['a\u200bb', 'characters that nobody sees'],
			['a\u0007b', 'characters that nobody sees'],
			['neighbour', '“Neighbour” has that address.'],
			['pаypal', 'It mixes letters of different scripts: Latin and Cyrillic.']
		] as const) {
			await address.fill(slug);
			await expect(editor.settings.getByText(words)).toBeVisible();
		}
		await address.fill('neighbour');
		await editor.settings.getByRole('button', { name: 'Save the settings' }).click();
		await expect(editor.settings.getByText('Another post has that address.')).toBeVisible();
		await expect(address).toHaveValue('neighbour');

		await address.fill('after');
		await expect(editor.settings.getByText('before, goes on leading here')).toBeVisible();
		await editor.saveSettings();
		await plainPage.goto(`/@${desk.paper.slug}/before`);
		await expect(plainPage).toHaveURL(`/@${desk.paper.slug}/after`);
		await expect(editor.settings.getByText('One former address leads here')).toBeVisible();
	});

	test('on a phone are a sheet', async ({ desk, list }) => {
		const { page } = list;
		await page.setViewportSize({ width: 390, height: 844 });
		const editor = new EditorPage(page);
		await editor.begin(desk.paper);
		await expect(editor.settings).toBeHidden();
		await page.getByRole('button', { name: 'Open the settings' }).click();
		const sheet = page.getByRole('dialog', { name: 'Settings of the post' });
		await expect(sheet).toBeVisible();
		await expect(sheet.getByRole('button', { name: 'Close the settings' })).toBeFocused();
		await page.keyboard.press('Escape');
		await expect(sheet).toBeHidden();
		await expect(page.getByRole('button', { name: 'Open the settings' })).toBeFocused();
	});

	for (const [subjects, words] of [
		[500, 'A post has 100 subjects at most. Please choose fewer.'],
		[10_000, 'That form has more than 1000 fields. Nothing was changed.']
	] as const) {
		test(`refuse ${subjects} subjects in words`, async ({ desk, list, stack }) => {
			const [id = ''] = await makePosts(stack, desk.paper.id, [{ title: 'Tagged' }]);
			await list.open();
			const form = new URLSearchParams([['visibility', 'public']]);
			for (let n = 0; n < subjects; n += 1) form.append('tag', crypto.randomUUID());
			const answer = await list.page.request.post(
				`/desk/${desk.paper.slug}/posts/${id}?/settings`,
				{
					headers: {
						'content-type': 'application/x-www-form-urlencoded',
						accept: 'text/html',
						origin: stack.siteUrl
					},
					data: form.toString()
				}
			);
			expect(await answer.text()).toContain(words);
		});
	}
});

test('a title of 2 MB is refused in words, and what was typed stays', async ({
	desk,
	list,
	stack
}) => {
	const { page } = list;
	const editor = new EditorPage(page);
	await editor.begin(desk.paper);
	await editor.saved();
	// The field itself stops at 300: the request is made longer on its way, as somebody else's would be.
	const put = (url: URL) => /\/posts\/[0-9a-f-]{36}$/.test(url.pathname);
	await page.route(put, async (route) => {
		if (route.request().method() !== 'PUT') return route.fallback();
		const body: unknown = route.request().postDataJSON();
		await route.continue({
			postData: JSON.stringify(Object.assign({}, body, { title: 'x'.repeat(2_000_000) }))
		});
	});
	await editor.title.fill('A title of mine');
	await editor.type('Every word of the text.');
	await page.keyboard.press('Control+s');
	await expect(page.getByText('The title has 300 characters at most.').first()).toBeVisible();
	await expect(editor.title).toHaveValue('A title of mine');
	await expect(editor.text).toHaveText('Every word of the text.');
	expect(await postRow(stack, idIn(page.url()))).toMatchObject({ title: '' });
	await page.unroute(put);
	await editor.type(' And more.');
	await editor.saved();
	expect(await postRow(stack, idIn(page.url()))).toMatchObject({ title: 'A title of mine' });
});

test('a publication moves, and its old address leads on', async ({ desk, list, plainPage }) => {
	const { page } = list;
	await page.goto(`/desk/${desk.paper.slug}/settings`);
	const next = freshSlug('moved');
	const address = page.getByLabel('Address', { exact: true });
	const save = page.getByRole('button', { name: 'Save the settings' });
	await address.fill('desk');
	await save.click();
	await expect(page.getByText('That address is kept for Pamphlet itself.')).toBeVisible();
	await address.fill('tide-table');
	await save.click();
	await expect(page.getByText('Another publication has or had that address.')).toBeVisible();
	await expect(address).toHaveValue('tide-table');
	await address.fill(next);
	await save.click();
	await expect(page).toHaveURL(`/desk/${next}/settings`);
	await plainPage.goto(`/@${desk.paper.slug}`);
	await expect(plainPage).toHaveURL(`/@${next}`);
});
