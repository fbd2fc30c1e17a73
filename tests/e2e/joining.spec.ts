import { linkIn } from '../support/inbox.ts';
import { look } from './support/look.ts';
import { addToMany, ban, give, makeMemberOf, makeShop, memberRow } from './support/money.ts';
import { freshAddress } from './support/people.ts';
import { expect, test } from './support/test.ts';

const one = [{ name: 'Member', month: 600, year: 6000 }];

test('somebody joins by address, in the middle of a text, and comes back to it', async ({
	plainPage: page,
	stack,
	inbox
}) => {
	const shop = await makeShop(stack);
	const email = freshAddress('joiner');
	await page.goto(shop.membersPost);
	await expect(page.getByRole('heading', { name: 'It goes on for members' })).toBeVisible();
	await page.getByRole('textbox', { name: 'Email' }).fill(email);
	await page.getByRole('button', { name: 'Join and read on' }).click();
	await expect(page.getByRole('heading', { name: 'Look in your inbox' })).toBeVisible();

	const link = linkIn(await inbox.next(email), `${shop.home}/join/confirm/`);
	// A scanner opens it, twice.
	for (let n = 0; n < 2; n++) {
		const answer = await page.request.get(link);
		expect(answer.headers()['cache-control']).toBe('private, no-store');
		expect(answer.headers()['referrer-policy']).toBe('same-origin');
	}
	expect(await memberRow(stack, shop, email)).toBeUndefined();

	await page.goto(link);
	await page.getByRole('button', { name: `Join ${shop.name}` }).click();
	await expect(page.getByRole('heading', { name: 'You are a reader' })).toBeVisible();
	expect(await memberRow(stack, shop, email)).toMatchObject({
		status: 'active',
		source: 'join',
		email_state: 'subscribed'
	});
	expect((await inbox.next(email, 1)).subject).toContain('Welcome');

	await page.getByRole('link', { name: 'Sign in and read' }).click();
	await page.getByRole('textbox', { name: 'Email' }).fill(email);
	await page.getByRole('button', { name: 'Send me a code' }).click();
	await page.getByLabel('Code from the email').fill(await inbox.code(email, 2));
	await page.getByRole('button', { name: 'Sign in' }).click();
	await expect(page).toHaveURL(new RegExp(`${shop.membersPost}#read-on$`));
	await expect(page.locator('#read-on')).toHaveText(shop.secret);

	await page.goto(link);
	await expect(page.getByRole('heading', { name: 'This link opens nothing' })).toBeVisible();
	await expect(page.getByRole('button')).toHaveCount(0);
});

test('an address with a slip is asked about, a link nobody was sent is not there', async ({
	page,
	stack
}) => {
	const shop = await makeShop(stack);
	await page.goto(`${shop.home}/join`);
	await page.getByRole('textbox', { name: 'Email' }).fill('ruth@gmial.com');
	await page.getByRole('button', { name: 'Read for nothing' }).click();
	await expect(page.getByRole('button', { name: 'Use ruth@gmail.com' })).toBeVisible();
	await expect(page.getByRole('button', { name: 'ruth@gmial.com is right' })).toBeVisible();
	const answer = await page.goto(`${shop.home}/join/confirm/${'0'.repeat(64)}`);
	expect(answer?.status()).toBe(404);
});

test('who is a member already, or banned, is told the same as everybody', async ({
	page,
	stack,
	inbox
}) => {
	const shop = await makeShop(stack);
	const [known, banned] = [freshAddress('known'), freshAddress('banned')];
	await makeMemberOf(stack, shop, known);
	await makeMemberOf(stack, shop, banned, 'banned');
	for (const email of [known, banned]) {
		await page.goto(`${shop.home}/join`);
		await page.getByRole('textbox', { name: 'Email' }).fill(email);
		await page.getByRole('button', { name: 'Read for nothing' }).click();
		await expect(page.getByRole('heading', { name: 'Look in your inbox' })).toBeVisible();
	}
	expect((await inbox.next(known)).text).not.toContain('/join/confirm/');
	expect(await inbox.count(banned)).toBe(0);
});

test('somebody signed in joins with one press, and leaves', async ({ person, pageOf, stack }) => {
	const shop = await makeShop(stack);
	const reader = await person('Reader');
	const page = await pageOf(reader);
	await page.goto(shop.membersPost);
	await page.getByRole('button', { name: 'Join and read on' }).click();
	await expect(page).toHaveURL(new RegExp(`${shop.membersPost}#read-on$`));
	await expect(page.getByText(shop.secret)).toBeVisible();

	await page.goto('/account/memberships');
	const membership = page.getByRole('region', { name: shop.name });
	await expect(membership.getByRole('link', { name: 'See what it offers' })).toHaveAttribute(
		'href',
		`${shop.home}/join`
	);
	await membership.getByRole('button', { name: 'Stop its letters' }).click();
	await expect(page.getByText('You get no more letters from it.')).toBeVisible();
	expect(await memberRow(stack, shop, reader.email)).toMatchObject({ email_state: 'unsubscribed' });
	await membership.getByRole('button', { name: 'Get its letters' }).click();
	await expect(page.getByText('You get its letters.')).toBeVisible();

	await membership.getByText('Another address, or leave').click();
	await membership.getByRole('button', { name: `Leave ${shop.name}` }).click();
	await expect(page.getByText('You have left.')).toBeVisible();
	expect(await memberRow(stack, shop, reader.email)).toMatchObject({ status: 'left' });
	await page.goto(shop.membersPost);
	await expect(page.getByText(shop.secret)).toHaveCount(0);
});

test('memberships nobody asked for stand apart, are kept, left or all left', async ({
	person,
	pageOf,
	stack
}) => {
	const shop = await makeShop(stack);
	const reader = await person('Reader');
	await makeMemberOf(stack, shop, reader.email);
	const long = 'Unbreakable'.repeat(7);
	await addToMany(stack, reader.email, [
		...Array.from({ length: 1000 }, (_, n) => `Stranger ${n}`),
		long
	]);
	const page = await pageOf(reader);
	await page.goto('/account/memberships');
	await expect(page.getByRole('region', { name: shop.name })).toBeVisible();
	const added = page.getByRole('region', { name: 'Added by others' });
	await expect(added.getByRole('listitem')).toHaveCount(20);
	await expect(added).toContainText('The newest 20 of 1,001 are shown.');
	await look(page);

	await added.getByRole('listitem').first().getByRole('button', { name: 'Keep' }).click();
	await expect(page.getByText('It is one of your memberships now.')).toBeVisible();
	await added.getByRole('listitem').first().getByRole('button', { name: 'Remove me' }).click();
	await expect(page.getByText('You are no longer a member there')).toBeVisible();
	await expect(added).toContainText('of 999 are shown');
	await added.getByRole('button', { name: 'Remove me from all 999' }).click();
	await expect(added).toHaveCount(0);
	await expect(page.getByRole('region', { name: shop.name })).toBeVisible();
});

test('a membership moves to another address', async ({
	person,
	pageOf,
	stack,
	inbox,
	plainPage
}) => {
	const shop = await makeShop(stack);
	const [reader, next] = [await person('Reader'), freshAddress('next')];
	await makeMemberOf(stack, shop, reader.email);
	const page = await pageOf(reader);
	await page.goto('/account/memberships');
	const membership = page.getByRole('region', { name: shop.name });
	await membership.getByText('Another address, or leave').click();
	await membership.getByRole('textbox', { name: 'New address' }).fill(next);
	await membership.getByRole('button', { name: 'Move to this address' }).click();
	await expect(page.getByText('We have written to the new address.')).toBeVisible();

	await plainPage.goto(linkIn(await inbox.next(next), '/account/address/'));
	expect(await memberRow(stack, shop, next)).toBeUndefined();
	await plainPage.getByRole('button', { name: 'Move it' }).click();
	await expect(plainPage.getByRole('heading', { name: 'It has moved' })).toBeVisible();
	expect(await memberRow(stack, shop, next)).toMatchObject({ status: 'active' });
	expect(await memberRow(stack, shop, reader.email)).toBeUndefined();
});

test('a closed post speaks to each reader as they stand', async ({
	person,
	pageOf,
	page,
	stack
}) => {
	const shop = await makeShop(stack, one);
	const paywall = (of: typeof page) => of.getByRole('region', { name: /paying members/ });

	await page.goto(shop.paidPost);
	await expect(paywall(page)).toContainText('£6 a month or £60 a year');
	await expect(paywall(page)).toContainText('words remain');
	const join = paywall(page).getByRole('link', { name: 'See what you get' });
	await expect(join).toHaveAttribute('href', /back=/);

	const reader = await person('Reader');
	await makeMemberOf(stack, shop, reader.email);
	const own = await pageOf(reader);
	await own.goto(shop.paidPost);
	await expect(paywall(own)).toContainText('You are a member; these open it');

	await ban(stack, shop, reader.email);
	await own.goto(shop.paidPost);
	await expect(paywall(own)).toContainText('have closed it to the address');
	await expect(paywall(own).getByRole('link')).toHaveCount(0);
	await own.goto(`${shop.home}/join`);
	await expect(own.getByText('This address may not join')).toBeVisible();
	await expect(own.getByRole('main').getByRole('button')).toHaveCount(0);
});

test('who was given a tier reads, and is told that they have it', async ({
	person,
	pageOf,
	stack
}) => {
	const shop = await makeShop(stack, one);
	const reader = await person('Guest');
	await makeMemberOf(stack, shop, reader.email);
	await give(stack, shop, reader.email, 'Member');
	const page = await pageOf(reader);
	await page.goto(shop.paidPost);
	await expect(page.getByText(shop.secret)).toBeVisible();
	await page.goto(`${shop.home}/join`);
	await expect(page.getByText('it was given to you')).toBeVisible();
});

test('the thanks page waits, looks again by itself, and gives up waiting', async ({
	person,
	pageOf,
	page,
	stack
}) => {
	const shop = await makeShop(stack, one);
	const reader = await person('Waiting');
	await makeMemberOf(stack, shop, reader.email);
	const own = await pageOf(reader);
	const thanks = `${shop.home}/join/thanks?session=cs_x&back=${encodeURIComponent(shop.paidPost)}`;
	const answer = await own.goto(thanks);
	expect(answer?.headers()['cache-control']).toBe('private, no-store');
	await expect(own.getByRole('heading', { name: 'Your payment is on its way' })).toBeVisible();
	await give(stack, shop, reader.email, 'Member');
	await expect(own.getByRole('heading', { name: 'Thank you' })).toBeVisible({ timeout: 15_000 });
	await own.getByRole('link', { name: 'Read on where you stopped' }).click();
	await expect(own.locator('#read-on')).toHaveText(shop.secret);

	const other = await person('Patient');
	await makeMemberOf(stack, shop, other.email);
	const late = await pageOf(other);
	await late.goto(`${thanks}&looked=99`);
	await expect(late.getByText('has not confirmed it yet')).toBeVisible();
	await expect(late.locator('meta[http-equiv=refresh]')).toHaveCount(0);

	await page.goto(thanks);
	await expect(page.getByRole('heading', { name: 'Sign in to read' })).toBeVisible();
});

test('data is taken away, and the account deleted', async ({ person, pageOf, stack }) => {
	const shop = await makeShop(stack);
	const reader = await person('Leaver');
	await makeMemberOf(stack, shop, reader.email);
	const page = await pageOf(reader);
	await page.goto('/account/data');
	const download = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Download my data' }).click();
	const stream = await (await download).createReadStream();
	const text = (await stream.toArray()).join('');
	expect(JSON.parse(text)).toMatchObject({
		account: { email: reader.email },
		memberships: [{ publication: shop.name, letters: 'subscribed' }]
	});

	await page.getByRole('textbox', { name: 'Your address, to confirm' }).fill('other@example.test');
	await page.getByRole('button', { name: 'Delete my account' }).click();
	await expect(page.getByText('That is not the address of this account.')).toBeVisible();
	await page.getByRole('textbox', { name: 'Your address, to confirm' }).fill(reader.email);
	await page.getByRole('button', { name: 'Delete my account' }).click();
	await expect(page).toHaveURL(`${stack.siteUrl}/`);
	expect(await memberRow(stack, shop, reader.email)).toBeUndefined();
	await page.goto('/account');
	await expect(page).toHaveURL(/\/sign-in/);
});
