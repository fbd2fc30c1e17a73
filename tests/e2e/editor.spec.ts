import sharp from 'sharp';
import { EditorPage, type TestFile } from './pages/editor.ts';
import type { Person } from './support/people.ts';
import { makePublication, type MadePublication } from './support/publications.ts';
import { expect, test as base } from './support/test.ts';

interface Fixtures {
	desk: { paper: MadePublication; writer: Person };
	editor: EditorPage;
}

const test = base.extend<Fixtures>({
	desk: async ({ stack, person }, use) => {
		const writer = await person('Wilma');
		const paper = await makePublication(stack, [{ person: writer, role: 'editor' }]);
		await use({ paper, writer });
	},
	editor: async ({ desk, pageOf }, use) => {
		const editor = new EditorPage(await pageOf(desk.writer));
		await editor.begin(desk.paper);
		await use(editor);
	}
});

async function picture(name: string, background = '#a1216b'): Promise<TestFile> {
	const image = sharp({ create: { width: 64, height: 48, channels: 3, background } });
	return { name, mimeType: 'image/png', buffer: await image.png().toBuffer() };
}

const doc = (...content: object[]) => ({ type: 'doc', content });
const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });

test('every block is written, published, and read without JavaScript', async ({
	editor,
	desk,
	plainPage
}) => {
	test.slow();
	const { page } = editor;
	const key = page.keyboard;
	await editor.title.fill('Every Block There Is');
	await editor.text.click();

	await key.type('## A heading');
	await key.press('Enter');
	await key.type('Words with a note');
	await key.press('Control+Alt+f');
	await key.type('It says more.');
	await key.press('Enter');
	await key.type(' and $$x^2$$ in the line.');
	await key.press('Enter');
	await key.type('> Somebody said so.');
	await key.press('Enter');
	await key.press('Enter');
	await key.type('1. first');
	await key.press('Enter');
	await key.type('second');
	await key.press('Enter');
	await key.press('Enter');

	await editor.insert('Pull quote');
	await key.type('Nobody made a speech.');
	await page.getByLabel('Who said it').fill('Ada Fisk');
	await key.press('Enter');
	await editor.insert('Callout');
	await page.getByRole('button', { name: 'Warning' }).click();
	await key.type('Mind the gap.');
	await editor.below();
	await editor.insert('Code');
	await key.type('const tide = 1;');
	await page.getByLabel('Language of the code').selectOption('TypeScript');
	await editor.below();
	await editor.insert('Toggle');
	await key.type('How deep is it?');
	await key.press('Enter');
	await key.type('Four fathoms.');
	await editor.below();
	await editor.insert('Table');
	for (const cell of ['Port', 'High', 'Low', 'Harwick']) {
		await key.type(cell);
		await key.press('Tab');
	}
	await page.getByLabel('Caption of the table').fill('Tides of the week');
	await editor.below();
	await editor.insert('Formula');
	await key.type('E = mc^2');
	await expect(editor.block('mathBlock').locator('math')).toBeVisible();
	await editor.below();
	await editor.insert('Break');
	await editor.insert('Embed');
	await page.getByLabel('Address of what to embed').fill('https://youtu.be/dQw4w9WgXcQ');
	await key.press('Enter');
	await page.getByLabel('Title of the embed').fill('A song of the sea');
	await editor.below();
	await editor.insert('Bookmark');
	await page.getByLabel('Address of the page').fill('example.org/tides');
	await key.press('Enter');
	await page.getByLabel('Title of the page').fill('The tides, elsewhere');
	await editor.below();
	await editor.insert('Button');
	await page.getByLabel('Where the button leads').fill('example.org/tickets');
	await key.press('Enter');
	await page.getByLabel('Words on the button').fill('Buy a ticket');
	await editor.below();
	await editor.insert('Sign-up');
	await page.getByLabel('Title of the sign-up').fill('Letters from the quay');
	await editor.below();
	await editor.insert('HTML');
	await key.type('<p>By <b>hand</b></p><script>alert(1)</script>');
	await editor.below();

	await editor.insertFiles('Picture', [await picture('buoy.png')]);
	await page.getByLabel('What it shows').fill('A red buoy');
	await page.getByRole('button', { name: 'Wide' }).click();
	await page.getByRole('button', { name: 'Caption' }).click();
	await key.type('Off Harwick');
	await editor.below();
	await editor.insertFiles('Gallery', [await picture('one.png'), await picture('two.png', '#135')]);
	await expect(editor.block('gallery').locator('img')).toHaveCount(2);
	await editor.below();
	const tides = { name: 'Tides.csv', mimeType: 'text/csv', buffer: Buffer.from('port,high\n') };
	await editor.insertFiles('File', [tides]);
	await page.getByLabel('Title of the file').fill('The whole table');
	await editor.below();
	const head = Buffer.from('ID3\u0004\0\0\0\0\0\0\u00ff\u00fb\u0090\u0064', 'latin1');
	const sound = Buffer.concat([head, Buffer.alloc(256)]);
	await editor.insertFiles('Sound', [{ name: 'gulls.mp3', mimeType: 'audio/mpeg', buffer: sound }]);
	await page.getByLabel('Title of the recording').fill('Gulls');
	await editor.below();
	const film = Buffer.from('\0\0\0\u0018ftypisom\0\0\u0002\0isommp41', 'latin1');
	await editor.insertFiles('Film', [{ name: 'quay.mp4', mimeType: 'video/mp4', buffer: film }]);
	await page.getByLabel('Title of the film').fill('The quay');
	await editor.below();
	await editor.insert('Paywall');
	await key.type('For those who may read it all.');
	await editor.saved();
	await editor.publish();

	await plainPage.goto(`/@${desk.paper.slug}/every-block-there-is`);
	const article = plainPage.getByRole('article');
	await expect(article.getByRole('heading', { name: 'A heading' })).toBeVisible();
	await expect(article.getByText('It says more.')).toBeVisible();
	await expect(article.locator('math')).toHaveCount(2);
	await expect(
		article.locator('blockquote').filter({ hasText: 'Somebody said so.' })
	).toBeVisible();
	await expect(article.getByRole('listitem').filter({ hasText: 'second' })).toBeVisible();
	await expect(article.locator('.pull')).toContainText('Nobody made a speech.');
	await expect(article.locator('.pull cite')).toHaveText('Ada Fisk');
	await expect(article.locator('.callout[data-tone="warn"]')).toHaveText('Mind the gap.');
	await expect(article.locator('pre')).toContainText('const tide = 1;');
	await expect(article.getByText('Four fathoms.')).toBeHidden();
	await article.getByText('How deep is it?').click();
	await expect(article.getByText('Four fathoms.')).toBeVisible();
	await expect(article.getByRole('columnheader')).toHaveText(['Port', 'High', 'Low']);
	await expect(article.getByText('Tides of the week')).toBeVisible();
	await expect(article.getByRole('separator')).toBeVisible();
	await expect(article.getByText('A song of the sea')).toBeVisible();
	await expect(article.locator('iframe, script')).toHaveCount(0);
	await expect(article.getByRole('link', { name: 'The tides, elsewhere' })).toBeVisible();
	await expect(article.getByRole('link', { name: 'Buy a ticket' })).toHaveAttribute(
		'href',
		'https://example.org/tickets'
	);
	await expect(article.getByText('Letters from the quay')).toBeVisible();
	await expect(article.locator('b, strong').filter({ hasText: 'hand' })).toBeVisible();
	await expect(
		article.locator('figure.wide').getByRole('img', { name: 'A red buoy' })
	).toBeVisible();
	await expect(article.getByText('Off Harwick')).toBeVisible();
	await expect(article.locator('.gallery img')).toHaveCount(2);
	await expect(article.getByRole('link', { name: 'The whole table' })).toBeVisible();
	await expect(article.locator('audio')).toHaveAttribute('src', /^\/media\/.*\/gulls\.mp3$/);
	await expect(article.locator('video')).toHaveAttribute('src', /^\/media\/.*\/quay\.mp4$/);
	await expect(article.getByText('For those who may read it all.')).toBeVisible();
	const file = await plainPage.request.get(
		(await article.locator('audio').getAttribute('src')) ?? ''
	);
	expect(file.headers()['content-type']).toBe('audio/mpeg');
});

test('pasted pages, Markdown and addresses become what they were', async ({ editor }) => {
	await editor.text.click();
	await editor.paste({
		html: '<h2>From a page</h2><p>With <b onclick="alert(1)">weight</b> and <a href="javascript:alert(1)">no trap</a>.</p><ul><li>one</li><li>two</li></ul><script>alert(1)</script>',
		text: 'From a page'
	});
	await expect(editor.text.getByRole('heading', { name: 'From a page' })).toBeVisible();
	await expect(editor.text.locator('strong')).toHaveText('weight');
	await expect(editor.text.getByRole('listitem')).toHaveText(['one', 'two']);
	await expect(editor.text.locator('[onclick], script, a')).toHaveCount(0);

	await editor.below();
	await editor.paste({ text: '### From notes\n\n1. high\n2. low\n\n```js\nlet a;\n```' });
	await expect(editor.text.getByRole('heading', { name: 'From notes' })).toBeVisible();
	await expect(editor.text.locator('ol').getByRole('listitem')).toHaveText(['high', 'low']);
	await expect(editor.block('codeBlock')).toContainText('let a;');

	await editor.below();
	await editor.paste({ text: 'https://vimeo.com/76979871' });
	await editor.page.getByRole('button', { name: 'Embed from Vimeo' }).click();
	await expect(editor.block('embed')).toContainText('https://vimeo.com/76979871');
	await editor.saved();
});

test('the tools over a selection', async ({ editor }) => {
	await editor.type('Water is H2O');
	await editor.page.keyboard.press('ArrowLeft');
	await editor.page.keyboard.press('Shift+ArrowLeft');
	await editor.tool('Lowered').click();
	await expect(editor.text.locator('sub')).toHaveText('2');
	await editor.page.keyboard.press('Control+a');
	await editor.tool('Link').click();
	await editor.page.getByLabel('Address of the link').fill('example.org');
	await editor.page.keyboard.press('Enter');
	await expect(editor.text.locator('a').first()).toHaveAttribute('href', 'https://example.org');
	// From the keyboard alone: Alt F10 goes to the tools, Esc comes back.
	await editor.page.keyboard.press('Control+a');
	await expect(editor.tool('Bold')).toBeVisible();
	await editor.page.keyboard.press('Alt+F10');
	await expect(editor.tool('Bold')).toBeFocused();
	await editor.page.keyboard.press('Enter');
	await expect(editor.text.locator('strong').first()).toBeVisible();
	await editor.page.keyboard.press('Alt+F10');
	await editor.page.keyboard.press('Escape');
	await expect(editor.text).toBeFocused();
});

test('two windows: compare, load theirs, and undo that', async ({ editor }) => {
	await editor.title.fill('Two Hands');
	await editor.type('The first line.');
	await editor.saved();
	const other = new EditorPage(await editor.page.context().newPage());
	await other.page.goto(editor.page.url());
	await other.type(' From the other window.');
	await other.saved();

	await editor.type(' From this one.');
	await editor.page.keyboard.press('Control+s');
	const notice = editor.page.getByRole('alert').filter({ hasText: 'You saved a newer version' });
	await notice.getByRole('button', { name: 'Compare' }).click();
	const both = editor.page.getByRole('dialog', { name: 'The two texts' });
	await expect(both.getByRole('region', { name: 'Yours' }).locator('mark')).toHaveText(
		'The first line. From this one.'
	);
	await expect(both.getByRole('region', { name: 'Theirs' }).locator('mark')).toHaveText(
		'The first line. From the other window.'
	);
	await both.getByRole('button', { name: 'Load theirs' }).click();
	await expect(editor.text).toHaveText('The first line. From the other window.');
	await editor.page.getByRole('button', { name: 'Undo' }).click();
	await expect(editor.text).toHaveText('The first line. From this one.');
	await editor.saved();
});

test('offline nothing is lost, not even by a reload', async ({ editor }) => {
	await editor.title.fill('Out at Sea');
	await editor.type('Before the fog.');
	await editor.saved();
	await editor.page.route('**/desk/*/posts/*', (route) =>
		route.request().method() === 'PUT' ? route.abort() : route.continue()
	);
	await editor.type(' In the fog.');
	await editor.page.keyboard.press('Control+s');
	await expect(editor.page.getByText('Until then the text is kept in this window')).toBeVisible();
	editor.page.on('dialog', (dialog) => void dialog.accept());
	await editor.page.reload();
	await expect(editor.page.getByText('is back')).toBeVisible();
	await expect(editor.text).toHaveText('Before the fog. In the fog.');
	await editor.page.unroute('**/desk/*/posts/*');
	await editor.saved();
	await editor.page.reload();
	await expect(editor.text).toHaveText('Before the fog. In the fog.');
});

test('a title that is too long is said to be, and kept', async ({ editor }) => {
	const long = 'fog '.repeat(500).trim();
	await editor.title.fill(long);
	await expect(editor.page.getByText('Title: 300 characters at most')).toBeVisible();
	await editor.page.keyboard.press('Control+s');
	await expect(editor.page.getByText(/has 300 characters at most/)).toBeVisible();
	await expect(editor.title).toHaveValue(long);
	await editor.title.fill('Fog');
	await editor.saved();
});

test('what cannot be stored is refused with a reason', async ({ editor }) => {
	const address = editor.page.url();
	await editor.saved();
	const put = async (text: object) => {
		const answer = await editor.page.request.put(address, {
			headers: { accept: 'application/json', origin: new URL(address).origin },
			data: { title: 'Fog', subtitle: '', doc: doc(paragraph('x')), revision: 0, ...text }
		});
		const { message }: { message?: string } = await answer.json();
		return `${answer.status()} ${message ?? ''}`;
	};
	let deep: object = paragraph('x');
	for (let level = 0; level < 100; level += 1) deep = { type: 'blockquote', content: [deep] };

	expect(await put({ title: 'x'.repeat(2_000_000) })).toMatch(/^400 .*300 characters at most/);
	expect(await put({ doc: doc(paragraph('x'.repeat(20_000_000))) })).toMatch(/^413 .*too long/);
	expect(await put({ doc: doc(paragraph('x'.repeat(2_100_000))) })).toMatch(/^413 .*too long/);
	expect(await put({ doc: doc(deep) })).toMatch(/^400 .*levels deep/);
	expect(await put({ doc: doc({ type: 'hologram' }) })).toMatch(/^400 .*hologram/);
	expect(await put({ doc: 'words' })).toMatch(/^400 /);
	// An old base is refused, whatever it brings.
	await editor.type('Mine.');
	await editor.saved();
	expect(await put({})).toMatch(/^409/);
	await editor.page.reload();
	await expect(editor.text).toHaveText('Mine.');
});

test('files that are none of ours are refused with a reason', async ({ editor, desk }) => {
	await editor.text.click();
	await editor.insertFiles('File', [
		{ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<script>alert(1)</script>') }
	]);
	await expect(editor.page.getByRole('alert')).toContainText('page.html: That kind of file');
	const svg = { name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="x"/>') };
	const answer = await editor.page.request.post(`/desk/${desk.paper.slug}/media`, {
		headers: { accept: 'application/json', origin: new URL(editor.page.url()).origin },
		multipart: { file: svg }
	});
	expect(answer.status()).toBe(415);
});

test('the keys of an input method only compose, and its wide slash opens the menu', async ({
	editor
}) => {
	const { page } = editor;
	const method = await page.context().newCDPSession(page);
	const compose = (text: string) =>
		method.send('Input.imeSetComposition', {
			text,
			selectionStart: text.length,
			selectionEnd: text.length
		});
	const enter = () =>
		method.send('Input.dispatchKeyEvent', {
			type: 'rawKeyDown',
			key: 'Enter',
			windowsVirtualKeyCode: 229
		});

	await editor.title.focus();
	await compose('にほん');
	await enter();
	await page.keyboard.insertText('日本');
	// Safari tells of the key when the composition is over.
	await enter();
	await expect(editor.title).toBeFocused();
	await expect(editor.title).toHaveValue('日本');

	await editor.text.click();
	const menu = page.getByRole('listbox', { name: 'Insert' });
	await page.keyboard.insertText('／');
	await expect(menu).toBeVisible();
	await compose('divider');
	await expect(menu.getByRole('option')).toHaveCount(1);
	await enter();
	await expect(menu).toBeVisible();
	await page.keyboard.insertText('divider');
	await page.keyboard.press('Enter');
	await expect(menu).toBeHidden();
	await expect(editor.text.locator('hr')).toHaveCount(1);
	await expect(editor.text).not.toContainText('／');

	// Shortcuts as well: Enter in a list would begin another point.
	await page.keyboard.type('- ');
	await compose('にほん');
	await enter();
	await page.keyboard.insertText('日本');
	await expect(editor.text.getByRole('listitem')).toHaveText(['日本']);
});
