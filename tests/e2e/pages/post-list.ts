import type { Locator, Page } from '@playwright/test';

/** A list of posts in the desk. */
export class PostListPage {
	readonly page: Page;
	readonly rows: Locator;
	readonly search: Locator;
	readonly toast: Locator;
	readonly #path: string;

	constructor(page: Page, publicationSlug: string, list: 'posts' | 'pages' = 'posts') {
		this.page = page;
		this.#path = `/desk/${publicationSlug}/${list}`;
		this.rows = page
			.getByRole('table')
			.getByRole('row')
			.filter({ has: page.getByRole('cell') });
		this.search = page.getByRole('searchbox', { name: `Search ${list}` });
		this.toast = page
			.getByRole('status')
			.filter({ has: page.getByRole('button', { name: 'Undo' }) });
	}

	async open(query = ''): Promise<void> {
		await this.page.goto(this.#path + query);
	}

	/** Titles in their order. */
	async titles(): Promise<string[]> {
		return this.rows.locator('td.title > :first-child').allInnerTexts();
	}

	row(title: string): Locator {
		return this.rows.filter({ has: this.page.getByText(title, { exact: true }) });
	}

	tab(name: string): Locator {
		return this.page
			.getByRole('navigation', { name: /^Which/ })
			.getByRole('link', { name: new RegExp(`^${name}`) });
	}

	/** Chooses in one of the filters, named by what it says now. */
	async filter(now: string, choice: string): Promise<void> {
		await this.page.locator('summary').filter({ hasText: now }).click();
		const choices = this.page.locator('details[open]');
		await choices.getByRole('link', { name: choice, exact: true }).click();
	}

	/** Opens the menu of a row and chooses from it. */
	async choose(title: string, item: string): Promise<void> {
		await this.page.getByRole('button', { name: `What to do with “${title}”` }).click();
		await this.page.getByRole('menuitem', { name: item, exact: true }).click();
	}

	async undo(): Promise<void> {
		await this.toast.getByRole('button', { name: 'Undo' }).click();
		await this.page.getByText('Undone').waitFor();
	}
}
