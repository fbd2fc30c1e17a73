import sharp from 'sharp';
import { EditorPage } from './pages/editor.ts';
import { look, twoViews } from './support/look.ts';
import type { Person } from './support/people.ts';
import { makePublication, type MadePublication } from './support/publications.ts';
import { expect, test as base } from './support/test.ts';

interface Fixtures {
	desk: { paper: MadePublication; writer: Person; editor: Person };
	/** The author's browser, with a new post. */
	editor: EditorPage;
}

const test = base.extend<Fixtures>({
	desk: async ({ stack, person }, use) => {
		const writer = await person('Wilma');
		const editor = await person('Edda');
		const paper = await makePublication(stack, [
			{ person: writer, role: 'author' },
			{ person: editor, role: 'editor' }
		]);
		await use({ paper, writer, editor });
	},
	editor: async ({ desk, pageOf }, use) => {
		const editor = new EditorPage(await pageOf(desk.writer));
		await editor.begin(desk.paper);
		await use(editor);
	}
});

test('write, publish, read without JavaScript, unpublish', async ({ desk, editor, plainPage }) => {
	const { page } = editor;
	await editor.title.fill('On Weighing Anchors');
	await editor.standfirst.fill('It is heavier than it looks.');
	await editor.text.click();
	await page.keyboard.type('## First, the chain');
	await page.keyboard.press('Enter');
	await page.keyboard.type('You pull it in ');
	await page.keyboard.press('Control+b');
	await page.keyboard.type('by hand');
	await page.keyboard.press('Control+b');
	await page.keyboard.type('.');
	await page.keyboard.press('Enter');
	await page.keyboard.type('- a windlass');
	await page.keyboard.press('Enter');
	await page.keyboard.type('two friends');
	await editor.saved();

	const address = `/@${desk.paper.slug}/on-weighing-anchors`;
	expect((await plainPage.goto(address))?.status()).toBe(404);
	await editor.publish();
	await plainPage.goto(`/@${desk.paper.slug}`);
	await plainPage.getByRole('link', { name: 'On Weighing Anchors' }).first().click();
	await expect(plainPage).toHaveURL(address);
	const article = plainPage.getByRole('article');
	await expect(article.getByRole('heading', { level: 1 })).toHaveText('On Weighing Anchors');
	await expect(article.getByRole('heading', { name: 'First, the chain' })).toBeVisible();
	await expect(article.locator('strong')).toHaveText('by hand');
	await expect(article.getByRole('listitem')).toHaveText(['a windlass', 'two friends']);
	await expect(plainPage.getByText('Wilma').first()).toBeVisible();

	await editor.unpublish();
	// Who has the page is told within a second that it is not as it was.
	await expect.poll(async () => (await plainPage.goto(address))?.status()).toBe(404);
});

test('what is typed comes back after a reload', async ({ editor }) => {
	await editor.title.fill('Kept');
	await editor.type('Every word of it.');
	await editor.saved();
	await editor.page.reload();
	await expect(editor.title).toHaveValue('Kept');
	await expect(editor.text).toHaveText('Every word of it.');
});

test('two windows: the second to save is told, and loses nothing', async ({ editor, desk }) => {
	await editor.title.fill('Two Hands');
	await editor.type('The first line.');
	await editor.saved();

	const other = new EditorPage(await editor.page.context().newPage());
	await other.page.goto(editor.page.url());
	await other.type(' Written in the other window.');
	await other.saved();

	await editor.type(' Written here.');
	await editor.page.keyboard.press('Control+s');
	const notice = editor.page.getByRole('alert').filter({ hasText: 'You saved a newer version' });
	await expect(notice).toBeVisible();
	await expect(editor.state).toContainText('Not saved');
	await expect(editor.text).toContainText('Written here.');

	// Theirs is what the database has; ours becomes a post of its own.
	const first = editor.page.url();
	await notice.getByRole('button', { name: 'Keep mine as a copy' }).click();
	await expect(editor.page).not.toHaveURL(first);
	await expect(editor.text).toContainText('Written here.');
	await other.page.reload();
	await expect(other.text).toContainText('Written in the other window.');
	await expect(other.text).not.toContainText('Written here.');
	await editor.page.goto(`/desk/${desk.paper.slug}/posts`);
	await expect(editor.page.getByRole('link', { name: /Two Hands/ })).toHaveCount(2);
});

test('below the paywall nothing leaves the house', async ({ editor, desk, plainPage }) => {
	await editor.title.fill('Half and Half');
	await editor.type('For everybody to read.');
	await editor.page.keyboard.press('Enter');
	await editor.insert('Paywall');
	await editor.type('For members and nobody else.');
	await editor.settings.getByRole('radio', { name: 'Members', exact: true }).check();
	await editor.saveSettings();
	await editor.saved();
	await editor.publish();

	const answer = await plainPage.goto(`/@${desk.paper.slug}/half-and-half`);
	const html = (await answer?.text()) ?? '';
	expect(html).toContain('For everybody to read.');
	expect(html).not.toContain('For members and nobody else.');
});

test('a paywall mark in a post for everyone is pointed out, at the mark, in the dialog and in the list', async ({
	editor,
	desk,
	plainPage
}) => {
	const { page } = editor;
	const warning = 'Everyone can read what is below the paywall mark.';
	const mark = editor.block('paywall');
	const dialog = page.getByRole('dialog');
	const choice = (name: string) => editor.settings.getByRole('radio', { name, exact: true });
	await editor.title.fill('Half and Nothing');
	await editor.type('For everybody to read.');
	await page.keyboard.press('Enter');
	await editor.insert('Paywall');
	await editor.type('For members and nobody else.');
	await expect(mark).toContainText(warning);
	await look(page, twoViews);

	await mark.getByRole('button', { name: 'Only members' }).click();
	await expect(page.getByText('Settings saved')).toBeVisible();
	await expect(choice('Members')).toBeChecked();
	await expect(mark).toContainText('From here on for members');
	await expect(mark).not.toContainText(warning);

	await choice('Everyone').check();
	await expect(mark).toContainText(warning);
	await page.getByRole('button', { name: 'Publish…', exact: true }).click();
	await expect(dialog).toContainText(warning);
	await expect(dialog).toContainText('Everyone, despite the paywall mark');
	await look(page, twoViews);
	await dialog.getByRole('button', { name: 'Not yet' }).click();

	await editor.saved();
	await page.goto(`/desk/${desk.paper.slug}/posts`);
	await page.getByRole('checkbox', { name: 'Select all of this page' }).check();
	await page.getByRole('button', { name: 'Publish', exact: true }).click();
	await expect(dialog.getByRole('link', { name: 'Half and Nothing' })).toBeVisible();
	await look(page, twoViews);
	await dialog.getByRole('link', { name: 'Half and Nothing' }).click();

	await page.getByRole('button', { name: 'Publish…', exact: true }).click();
	await dialog.getByRole('button', { name: 'Only paying members' }).click();
	await expect(dialog).toContainText('Teaser, then paying members');
	await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
	await page.getByRole('button', { name: 'Unpublish…', exact: true }).waitFor();
	const answer = await plainPage.goto(`/@${desk.paper.slug}/half-and-nothing`);
	const html = (await answer?.text()) ?? '';
	expect(html).toContain('For everybody to read.');
	expect(html).not.toContain('For members and nobody else.');
});

test('a picture from a file is shown to readers', async ({ editor, desk, plainPage }) => {
	const image = await sharp({
		create: { width: 64, height: 48, channels: 3, background: '#a1216b' }
	})
		.png()
		.toBuffer();
	await editor.title.fill('With a Picture');
	await editor.text.click();
	const file = { name: 'buoy.png', mimeType: 'image/png', buffer: image };
	await editor.insertFiles('Picture', [file]);
	await expect(editor.block('image').locator('img')).toHaveAttribute('src', /^\/media\//);
	await editor.page.getByLabel('What it shows').fill('A red buoy');
	await editor.saved();
	await editor.publish();

	await plainPage.goto(`/@${desk.paper.slug}/with-a-picture`);
	const picture = plainPage.getByRole('img', { name: 'A red buoy' });
	await expect(picture).toBeVisible();
	const shown = await plainPage.request.get((await picture.getAttribute('src')) ?? '');
	expect(shown.status()).toBe(200);
	expect(shown.headers()['content-type']).toMatch(/^image\//);

	await editor.unpublish();
	const hidden = await plainPage.request.get((await picture.getAttribute('src')) ?? '');
	expect(hidden.status()).toBe(404);
});

test('an old address leads to the new one', async ({ editor, desk, plainPage }) => {
	await editor.title.fill('First Name');
	await editor.type('It was called something else.');
	await editor.saved();
	await editor.publish();
	await editor.settings.getByLabel('Address').fill('second-name');
	await editor.saveSettings();
	const answer = await plainPage.request.get(`/@${desk.paper.slug}/first-name`, {
		maxRedirects: 0
	});
	expect(answer.status()).toBe(301);
	expect(answer.headers().location).toContain(`/@${desk.paper.slug}/second-name`);
});

test('an author does not open the drafts of others, an editor does', async ({
	editor,
	desk,
	pageOf,
	person,
	stack
}) => {
	await editor.title.fill('Private Matter');
	await editor.type('Not yet.');
	await editor.saved();
	const address = editor.page.url();

	const asEditor = new EditorPage(await pageOf(desk.editor));
	await asEditor.page.goto(address);
	await expect(asEditor.title).toHaveValue('Private Matter');

	const colleague = await person('Colleague');
	const elsewhere = await makePublication(stack, [{ person: colleague, role: 'owner' }]);
	const stranger = await pageOf(colleague);
	expect((await stranger.goto(address))?.status()).toBe(404);
	const moved = address.replace(desk.paper.slug, elsewhere.slug);
	expect((await stranger.goto(moved))?.status()).toBe(404);
});

test('hostile text stays text', async ({ editor, desk, page }) => {
	const said: string[] = [];
	page.on('dialog', (dialog) => {
		said.push(dialog.message());
		void dialog.dismiss();
	});
	await editor.title.fill('<img src=x onerror=alert(1)>');
	await editor.type('<script>alert(2)</script>');
	await editor.saved();
	await editor.publish();
	await page.goto(`/@${desk.paper.slug}`);
	await page.getByRole('link', { name: '<img src=x onerror=alert(1)>' }).first().click();
	await expect(page.getByText('<script>alert(2)</script>')).toBeVisible();
	expect(said).toEqual([]);
});
