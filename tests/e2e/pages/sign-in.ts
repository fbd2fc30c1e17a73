import type { Locator, Page } from '@playwright/test';

/** The way in: address, then code. */
export class SignInPage {
	readonly page: Page;
	readonly email: Locator;
	readonly code: Locator;
	readonly send: Locator;
	readonly enter: Locator;
	readonly resend: Locator;

	constructor(page: Page) {
		this.page = page;
		this.email = page.getByLabel('Email', { exact: true });
		this.code = page.getByLabel('Code from the email');
		this.send = page.getByRole('button', { name: 'Send me a code' });
		this.enter = page.getByRole('button', { name: 'Sign in' });
		this.resend = page.getByRole('button', { name: 'Send another' });
	}

	async open(next?: string): Promise<void> {
		await this.page.goto(next ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in');
	}

	/** Asks for a code and waits for the page that takes it. */
	async askFor(email: string): Promise<void> {
		await this.email.fill(email);
		await this.send.click();
		await this.code.waitFor();
	}

	async type(code: string): Promise<void> {
		await this.code.fill(code);
		await this.enter.click();
	}
}
