import {
	test as base,
	expect,
	type BrowserContext,
	type BrowserContextOptions,
	type Page
} from '@playwright/test';
import { codeIn, mailsTo, nextMail, type Mail } from '../../support/inbox.ts';
import { freshVisitorAddress } from '../../support/networks.ts';
import { handleFromEnvironment, type StackHandle } from '../../support/stack-handle.ts';
import { demo } from './demo.ts';
import { makePerson, signIn, type Person } from './people.ts';

export { expect };

/** The mails of a run, by address. */
export interface Inbox {
	/** How many mails came to an address so far. */
	count(address: string): Promise<number>;
	/** The newest mail, once more than `seen` have come. */
	next(address: string, seen?: number): Promise<Mail>;
	/** The code of the newest mail, once more than `seen` have come. */
	code(address: string, seen?: number): Promise<string>;
}

/**
 * Lets whoever goes to a page find it awake. Until its script has it a menu does not open, a key is
 * not heard, and a box that was checked is checked for nobody.
 */
function findAwake(context: BrowserContext): void {
	context.on('page', (page) => {
		const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
		page.goto = async (...where) => {
			const answer = await goto(...where);
			await awake(page);
			return answer;
		};
		page.reload = async (...how) => {
			const answer = await reload(...how);
			await awake(page);
			return answer;
		};
	});
}

/** Waits for the script of a page that has one: what SvelteKit announces pages by comes last. */
async function awake(page: Page): Promise<void> {
	const starts = await page
		.locator('script')
		.evaluateAll((scripts) =>
			scripts.some(({ textContent }) => textContent?.includes('kit.start('))
		);
	if (starts) await page.locator('#svelte-announcer').waitFor({ state: 'attached' });
}

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

interface Fixtures {
	inbox: Inbox;
	/** Makes somebody with a login. */
	person: (name: string) => Promise<Person>;
	/** Another browser beside the test's own; a script that fails in either fails the test. */
	ownBrowser: (options?: BrowserContextOptions) => Promise<BrowserContext>;
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
	// A network of its own for each test, so that no test uses up what another one may do.
	extraHTTPHeaders: async ({}, use) => {
		await use({ 'x-forwarded-for': freshVisitorAddress() });
	},
	stack: [
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
	ownBrowser: [
		async ({ browser, context: visitor }, use) => {
			const contexts: BrowserContext[] = [];
			const errors: string[] = [];
			const watch = (context: BrowserContext) =>
				context.on('weberror', (error) => errors.push(`${error.page()?.url()}: ${error.error()}`));
			watch(visitor);
			findAwake(visitor);
			await use(async (options) => {
				const context = await browser.newContext(options);
				contexts.push(context);
				watch(context);
				if (options?.javaScriptEnabled !== false) findAwake(context);
				return context;
			});
			await Promise.all(contexts.map((context) => context.close()));
			expect(errors, 'scripts that failed on pages').toEqual([]);
		},
		{ auto: true }
	],
	pageOf: async ({ ownBrowser, stack }, use) => {
		await use(async (person) => {
			const context = await ownBrowser();
			await signIn(context, stack.siteUrl, person);
			return context.newPage();
		});
	},
	pageSeenBy: async ({ ownBrowser, ownerState, page }, use) => {
		await use(async (who) => {
			if (who === 'anon') return page;
			const context = await ownBrowser({ storageState: await ownerState() });
			return context.newPage();
		});
	},
	plainPage: async ({ ownBrowser }, use) => {
		const context = await ownBrowser({ javaScriptEnabled: false });
		await use(await context.newPage());
	}
});
