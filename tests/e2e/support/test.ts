import { test as base, type BrowserContext, type Page } from '@playwright/test';
import { codeIn, mailsTo, nextMail, type Mail } from '../../support/inbox.ts';
import { handleFromEnvironment, type StackHandle } from '../../support/stack-handle.ts';
import { demo } from './demo.ts';
import { makePerson, signIn, type Person } from './people.ts';

export { expect } from '@playwright/test';

/** The mails of a run, by address. */
export interface Inbox {
	/** How many mails came to an address so far. */
	count(address: string): Promise<number>;
	/** The newest mail, once more than `seen` have come. */
	next(address: string, seen?: number): Promise<Mail>;
	/** The code of the newest mail, once more than `seen` have come. */
	code(address: string, seen?: number): Promise<string>;
}

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

interface Fixtures {
	inbox: Inbox;
	/** Makes somebody with a login. */
	person: (name: string) => Promise<Person>;
	/** A page of somebody's own browser, signed in. */
	pageOf: (person: Pick<Person, 'email' | 'password'>) => Promise<Page>;
	/** A page of a visitor's browser, or of that of the seeded owner and operator. */
	pageSeenBy: (who: 'anon' | 'owner') => Promise<Page>;
	/** A page of a browser with JavaScript off. */
	plainPage: Page;
}

interface WorkerFixtures {
	stack: StackHandle;
	/** The owner's cookies: signing in once a worker keeps under the limit of tries. */
	ownerState: () => Promise<StorageState>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
	stack: [
		// eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
		async ({}, use) => {
			const stack = handleFromEnvironment();
			if (!stack) throw new Error('No stack is named in the environment.');
			await use(stack);
		},
		{ scope: 'worker' }
	],
	ownerState: [
		async ({ browser, stack }, use) => {
			const open = async () => {
				const context = await browser.newContext();
				await signIn(context, stack.siteUrl, { email: demo.owner, password: demo.password });
				const state = await context.storageState();
				await context.close();
				return state;
			};
			let state: Promise<StorageState> | undefined;
			await use(() => (state ??= open()));
		},
		{ scope: 'worker' }
	],
	inbox: async ({ stack }, use) => {
		await use({
			count: async (address) => (await mailsTo(stack.inboxUrl, address)).length,
			next: (address, seen) => nextMail(stack.inboxUrl, address, seen),
			code: async (address, seen) => codeIn(await nextMail(stack.inboxUrl, address, seen))
		});
	},
	person: async ({ stack }, use) => {
		await use((name) => makePerson(stack, name));
	},
	pageOf: async ({ browser, stack }, use) => {
		const contexts: BrowserContext[] = [];
		await use(async (person) => {
			const context = await browser.newContext();
			contexts.push(context);
			await signIn(context, stack.siteUrl, person);
			return context.newPage();
		});
		await Promise.all(contexts.map((context) => context.close()));
	},
	pageSeenBy: async ({ browser, ownerState, page }, use) => {
		const contexts: BrowserContext[] = [];
		await use(async (who) => {
			if (who === 'anon') return page;
			const context = await browser.newContext({ storageState: await ownerState() });
			contexts.push(context);
			return context.newPage();
		});
		await Promise.all(contexts.map((context) => context.close()));
	},
	plainPage: async ({ browser }, use) => {
		const context = await browser.newContext({ javaScriptEnabled: false });
		await use(await context.newPage());
		await context.close();
	}
});
