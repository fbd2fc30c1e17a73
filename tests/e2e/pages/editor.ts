import type { Locator, Page } from '@playwright/test';
import type { MadePublication } from '../support/publications.ts';

/** A file that is sent from a test. */
export interface TestFile {
	name: string;
	mimeType: string;
	buffer: Buffer;
}

/** Where a post is written. */
export class EditorPage {
	readonly page: Page;
	readonly title: Locator;
	readonly standfirst: Locator;
	readonly text: Locator;
	readonly state: Locator;
	readonly settings: Locator;

	constructor(page: Page) {
		this.page = page;
		this.title = page.getByRole('textbox', { name: 'Title' });
		this.standfirst = page.getByRole('textbox', { name: 'Standfirst' });
		this.text = page.getByRole('textbox', { name: 'Text', exact: true });
		this.state = page.getByRole('status').filter({ hasText: /Sav|saved/ });
		this.settings = page.getByRole('complementary', { name: /^Settings of the/ });
	}

	/** Begins a post from the list of posts. */
	async begin({ slug }: MadePublication): Promise<void> {
		await this.page.goto(`/desk/${slug}/posts`);
		await this.page
			.getByRole('button', { name: /^(New post|Write the first post)$/ })
			.first()
			.click();
		await this.text.waitFor();
	}

	/** A block of the text, by the name of its node. */
	block(node: string): Locator {
		return this.text.locator(`[data-block="${node}"]`);
	}

	/** What can be done to the words that are selected. */
	tool(name: string): Locator {
		return this.page
			.getByRole('toolbar', { name: 'Format' })
			.getByRole('button', { name, exact: true });
	}

	/** Puts the caret at the end of the text and types there. */
	async type(words: string): Promise<void> {
		await this.text.focus();
		await this.page.keyboard.press('Control+End');
		await this.page.keyboard.type(words);
	}

	/** Goes on below everything, in a new paragraph where the last block is none. */
	async below(): Promise<void> {
		const box = await this.text.boundingBox();
		await this.text.click({ position: { x: 100, y: (box?.height ?? 0) - 16 } });
		await this.page.keyboard.press('Control+End');
	}

	/** Chooses from the menu that a slash opens; the caret has to be on an empty line. */
	async insert(name: string): Promise<void> {
		await this.page.keyboard.type(`/${name.toLowerCase()}`);
		const option = this.page.getByRole('listbox', { name: 'Insert' }).getByRole('option');
		await option
			.and(this.page.locator('[aria-selected="true"]'))
			.filter({ hasText: name })
			.waitFor();
		await this.page.keyboard.press('Enter');
	}

	/** The same for what comes from files. */
	async insertFiles(name: string, files: TestFile[]): Promise<void> {
		const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.insert(name)]);
		await chooser.setFiles(files);
	}

	/** Pastes as another program would have left it. */
	async paste(content: { html?: string; text?: string }): Promise<void> {
		await this.text.evaluate((element, { html, text }) => {
			const data = new DataTransfer();
			if (html !== undefined) data.setData('text/html', html);
			if (text !== undefined) data.setData('text/plain', text);
			const init = { clipboardData: data, bubbles: true, cancelable: true };
			element.dispatchEvent(new ClipboardEvent('paste', init));
		}, content);
	}

	/** Waits until what is on the screen is in the database. */
	async saved(): Promise<void> {
		await this.page.keyboard.press('Control+s');
		await this.state.filter({ hasText: /^\s*Saved \d/ }).waitFor();
	}

	async publish(): Promise<void> {
		await this.page.getByRole('button', { name: 'Publish…', exact: true }).click();
		await this.page
			.getByRole('dialog')
			.getByRole('button', { name: 'Publish', exact: true })
			.click();
		await this.page.getByRole('button', { name: 'Unpublish…', exact: true }).waitFor();
	}

	async unpublish(): Promise<void> {
		await this.page.getByRole('button', { name: 'Unpublish…', exact: true }).click();
		await this.page.getByRole('dialog').getByRole('button', { name: 'Take it back' }).click();
		await this.page.getByRole('button', { name: 'Publish…', exact: true }).waitFor();
	}

	async saveSettings(): Promise<void> {
		await this.settings.getByRole('button', { name: 'Save the settings' }).click();
		await this.page.getByText('Settings saved').waitFor();
	}
}
