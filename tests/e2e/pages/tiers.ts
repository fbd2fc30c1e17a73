import type { Locator, Page } from '@playwright/test';

/** The desk's pages of tiers. */
export class TiersPage {
	readonly page: Page;
	/** Tiers on offer. */
	readonly offered: Locator;
	readonly archived: Locator;
	readonly #path: string;

	constructor(page: Page, publicationSlug: string) {
		this.page = page;
		this.#path = `/desk/${publicationSlug}/tiers`;
		this.offered = page.getByRole('table', { name: 'Tiers on offer' });
		this.archived = page.getByRole('table', { name: 'Archived tiers' });
	}

	async open(): Promise<void> {
		await this.page.goto(this.#path);
		await this.page.getByRole('heading', { name: 'Payments' }).waitFor();
	}

	/** Names in their order. */
	async names(table = this.offered): Promise<string[]> {
		return table.locator('[data-list-item]').allInnerTexts();
	}

	row(name: string): Locator {
		return this.page.getByRole('row').filter({
			has: this.page.getByRole('link', { name, exact: true })
		});
	}

	async startNew(): Promise<void> {
		await this.page.getByRole('link', { name: 'New tier' }).click();
		await this.page.getByRole('heading', { level: 1, name: 'New tier' }).waitFor();
	}

	async edit(name: string): Promise<void> {
		await this.row(name).getByRole('link', { name, exact: true }).click();
		await this.page.getByRole('button', { name: 'Save the tier' }).waitFor();
	}

	async fill(values: Partial<Record<TierField, string>>): Promise<void> {
		for (const [field, value] of Object.entries(values)) {
			if (field === 'Currency') await this.page.getByLabel(field).selectOption(value);
			else await this.field(field).fill(value);
		}
	}

	field(label: string): Locator {
		return this.page.getByRole('textbox', { name: new RegExp(`^${label}`) });
	}

	async save(): Promise<void> {
		await this.page.getByRole('button', { name: /^(Save|Add) the tier$/ }).click();
	}

	/** Opens the menu of a row and chooses from it. */
	async choose(name: string, item: string): Promise<void> {
		await this.page.getByRole('button', { name: `What to do with ${name}` }).click();
		await this.page.getByRole('menuitem', { name: item }).click();
	}
}

export type TierField =
	| 'Name'
	| 'Description'
	| 'What its readers get'
	| 'Currency'
	| 'A month'
	| 'A year'
	| 'Days to try it out';
