import type { Locator, Page } from '@playwright/test';
import type { MadePublication } from '../support/publications.ts';

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

	tool(name: string): Locator {
		return this.page
			.getByRole('toolbar', { name: 'Format' })
			.getByRole('button', { name, exact: true });
	}

	/** Puts the caret at the end of the text and types there. */
	async type(words: string): Promise<void> {
		await this.text.click();
		await this.page.keyboard.press('Control+End');
		await this.page.keyboard.type(words);
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
