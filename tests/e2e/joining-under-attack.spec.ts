import { freePorts } from '../../supabase/local/ports.ts';
import { rates } from '../../src/lib/limits.ts';
import { appEnvironment, startApp, type App } from '../support/app.ts';
import { linkIn } from '../support/inbox.ts';
import { freshVisitorAddress } from '../support/networks.ts';
import { look } from './support/look.ts';
import { makeShop, memberRow, withSql, type Shop } from './support/money.ts';
import { freshAddress } from './support/people.ts';
import { expect, test } from './support/test.ts';

const CALLS = 1000;

// The flood takes long on a busy machine.
test.describe.configure({ mode: 'default', timeout: 300_000 });

let app: App;
let shop: Shop;

test.beforeAll(async ({ stack }) => {
	const [port] = await freePorts(1);
	// A server of its own, since its visitors come from many networks.
	const environment = appEnvironment(stack, `http://127.0.0.1:${port}`);
	app = await startApp({ ...environment, ADDRESS_HEADER: 'x-forwarded-for' });
	shop = await makeShop(stack);
});
test.afterAll(() => app.stop());

/** Does something a thousand times, fifty at once; how often each answer came. */
async function flood(call: () => Promise<string>): Promise<Record<string, number>> {
	const counts: Record<string, number> = {};
	for (let begun = 0; begun < CALLS; begun += 50) {
		for (const answer of await Promise.all(Array.from({ length: 50 }, call))) {
			counts[answer] = (counts[answer] ?? 0) + 1;
		}
	}
	return counts;
}

test('a flood of requests to join leads to the check', async ({ stack }) => {
	const through = await flood(async () => {
		const response = await fetch(`${app.url}${shop.home}/join?/address`, {
			method: 'POST',
			redirect: 'manual',
			headers: { origin: app.url, accept: 'text/html', 'x-forwarded-for': freshVisitorAddress() },
			body: new URLSearchParams({ email: freshAddress('flood') })
		});
		await response.body?.cancel();
		return `${response.status} ${response.headers.get('location') ?? ''}`;
	});
	expect(through['200 '] ?? 0).toBeLessThanOrEqual(rates.join.tries);
	expect(through[`303 ${shop.home}/join/check`]).toBe(CALLS - (through['200 '] ?? 0));

	const mails = await withSql(
		stack,
		(sql) => sql`select from private.outbox where publication_id = ${shop.id}`
	);
	expect(mails.length).toBeLessThanOrEqual(rates.join.tries);
});

test('meanwhile a reader joins, whose browser does the check', async ({
	ownBrowser,
	stack,
	inbox
}) => {
	await crowd(stack);
	const email = freshAddress('reader');
	const context = await ownBrowser({
		baseURL: app.url,
		extraHTTPHeaders: { 'x-forwarded-for': freshVisitorAddress() }
	});
	const page = await context.newPage();
	// The check waits until somebody has looked at it.
	const door = Promise.withResolvers<void>();
	await page.route(/solver\.worker/, async (route) => {
		await door.promise;
		await route.continue();
	});
	await page.goto(shop.membersPost);
	await page.getByRole('textbox', { name: 'Email' }).fill(email);
	await page.getByRole('button', { name: 'Join and read on' }).click();
	await expect(page).toHaveURL(`${app.url}${shop.home}/join/check`);
	await expect(page.getByRole('heading', { name: 'Checking your sign-up' })).toBeVisible();
	await expect(page.getByRole('status')).toHaveText('Checking…');
	await look(page);
	door.resolve();

	await expect(page.getByRole('heading', { name: 'Look in your inbox' })).toBeVisible({
		timeout: 60_000
	});
	await page.goto(linkIn(await inbox.next(email), `${shop.home}/join/confirm/`));
	await page.getByRole('button', { name: `Join ${shop.name}` }).click();
	await expect(page.getByRole('heading', { name: 'You are a reader' })).toBeVisible();
	expect(await memberRow(stack, shop, email)).toMatchObject({ status: 'active' });
});

test('meanwhile a reader without JavaScript joins by a link that waits', async ({
	ownBrowser,
	stack,
	inbox
}) => {
	await crowd(stack);
	const email = freshAddress('reader');
	const context = await ownBrowser({
		baseURL: app.url,
		javaScriptEnabled: false,
		extraHTTPHeaders: { 'x-forwarded-for': freshVisitorAddress() }
	});
	const page = await context.newPage();
	await page.goto(`${shop.home}/join`);
	await page.getByRole('textbox', { name: 'Email' }).fill(email);
	await page.getByRole('button', { name: 'Read for nothing' }).click();
	await expect(page).toHaveURL(`${app.url}${shop.home}/join/check`);
	await page.getByRole('button', { name: 'Email me a link' }).click();
	await expect(page.getByText('In about 10 minutes we will email')).toContainText(email);

	expect(await inbox.count(email)).toBe(0);
	await withSql(stack, async (sql) => {
		const due = await sql`
			update private.outbox set due_at = now()
			where to_email = ${email} and due_at > now() + interval '5 minutes' returning id`;
		expect(due).toHaveLength(1);
		await sql`select private.wake('send-mail')`;
	});
	expect((await inbox.next(email)).text).toContain(`${shop.home}/join/confirm/`);
});

test('somebody who comes to the check without an address is asked for it', async ({ page }) => {
	await page.goto(`${app.url}${shop.home}/join/check`);
	await expect(page.getByRole('heading', { name: 'Start again' })).toBeVisible();
	await expect(page.getByRole('link', { name: `Join ${shop.name}` })).toHaveAttribute(
		'href',
		`${shop.home}/join`
	);
});

/** As many requests as a publication takes before it wants a check; windows of the flood may have ended. */
async function crowd(stack: Parameters<typeof withSql>[0]): Promise<void> {
	await withSql(stack, async (sql) => {
		for (let n = 0; n < rates.join.tries; n++)
			await sql`select private.take_try('join', ${shop.id})`;
	});
}
