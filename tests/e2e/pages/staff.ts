import type { Locator, Page } from '@playwright/test';
import type { Role } from '../support/publications.ts';

/** The desk's page of the people who work on a publication. */
export class StaffPage {
	readonly page: Page;
	readonly people: Locator;
	readonly problem: Locator;

	constructor(page: Page) {
		this.page = page;
		this.people = page.getByRole('table', { name: 'Staff' });
		this.problem = page.getByRole('main').getByRole('alert');
	}

	async open(slug: string): Promise<void> {
		await this.page.goto(`/desk/${slug}/staff`);
		await this.people.waitFor();
	}

	row(name: string): Locator {
		return this.people.getByRole('row').filter({ hasText: name });
	}

	async invite(email: string, role: Role): Promise<void> {
		const form = this.page.getByRole('region', { name: 'Invite somebody' });
		await form.getByLabel('Email address').fill(email);
		await form.getByRole('radio', { name: titled(role), exact: true }).check();
		await form.getByRole('button', { name: 'Send the invitation' }).click();
	}

	async changeRole(name: string, role: Role): Promise<void> {
		await this.page.getByLabel(`Role of ${name}`).selectOption(role);
		await this.row(name).getByRole('button', { name: 'Change' }).click();
	}

	async remove(name: string): Promise<void> {
		await this.page.getByRole('button', { name: `Remove ${name}…` }).click();
		await this.page.getByRole('button', { name: 'Remove from the staff' }).click();
	}

	/** Opens the question; `confirmLeaving` answers it. */
	async askToLeave(): Promise<void> {
		await this.page.getByRole('button', { name: 'Leave…' }).click();
	}

	async confirmLeaving(): Promise<void> {
		await this.page.getByRole('button', { name: 'Leave the staff' }).click();
	}
}

function titled(role: Role): string {
	return role.charAt(0).toUpperCase() + role.slice(1);
}
