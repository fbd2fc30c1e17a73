import { linkIn } from '../support/inbox.ts';
import { SignInPage } from './pages/sign-in.ts';
import { StaffPage } from './pages/staff.ts';
import { freshAddress } from './support/people.ts';
import { makePublication, rolesOf } from './support/publications.ts';
import { expect, test } from './support/test.ts';

test('invite, accept, promote, demote, remove', async ({ stack, person, pageOf, page, inbox }) => {
	const owner = await person('Olive');
	const paper = await makePublication(stack, [{ person: owner, role: 'owner' }]);
	const staff = new StaffPage(await pageOf(owner));
	const email = freshAddress('newcomer');
	await staff.open(paper.slug);
	await staff.invite(email, 'author');
	await expect(staff.page.getByRole('listitem').filter({ hasText: email })).toContainText('Author');

	// Somebody without an account opens the mail, and the mail has a link to another page than this.
	const invitation = linkIn(await inbox.next(email), '/invitations/');
	await page.goto(invitation);
	await page.getByRole('link', { name: 'Sign in to accept' }).click();
	const signIn = new SignInPage(page);
	await signIn.askFor(email);
	await signIn.type(await inbox.code(email, 1));
	await page.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(page).toHaveURL(new RegExp(`/desk/${paper.slug}`));
	expect(await rolesOf(stack, paper.id)).toEqual(['author', 'owner']);
	// A plain form, without a reload since the page of the invitation.
	await page.getByRole('button', { name: 'New post' }).click();
	await expect(page).toHaveURL(new RegExp(`/desk/${paper.slug}/posts/`));

	await page.goto(invitation);
	await expect(page.getByText('This invitation has been used.')).toBeVisible();

	await staff.open(paper.slug);
	await staff.changeRole(email, 'admin');
	await expect.poll(() => rolesOf(stack, paper.id)).toEqual(['admin', 'owner']);
	// Until the page has heard of it too, it would take back what is chosen next.
	await expect(staff.row(email).getByRole('button', { name: 'Change' })).toBeHidden();
	await page.goto(`/desk/${paper.slug}/settings`);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');

	await staff.changeRole(email, 'author');
	await expect.poll(() => rolesOf(stack, paper.id)).toEqual(['author', 'owner']);
	await expect(staff.row(email).getByRole('button', { name: 'Change' })).toBeHidden();
	const refused = await page.goto(`/desk/${paper.slug}/settings`);
	expect(refused?.status()).toBeGreaterThanOrEqual(400);

	await staff.remove(email);
	await expect.poll(() => rolesOf(stack, paper.id)).toEqual(['owner']);
	const gone = await page.goto(`/desk/${paper.slug}/posts`);
	expect(gone?.status()).toBe(404);
});

test('an invitation is for the address it was sent to', async ({
	stack,
	person,
	pageOf,
	inbox
}) => {
	const owner = await person('Odd');
	const stranger = await person('Stranger');
	const paper = await makePublication(stack, [{ person: owner, role: 'owner' }]);
	const staff = new StaffPage(await pageOf(owner));
	const email = freshAddress('invited');
	await staff.open(paper.slug);
	await staff.invite(email, 'editor');
	const invitation = linkIn(await inbox.next(email), '/invitations/');

	const other = await pageOf(stranger);
	await other.goto(invitation);
	await other.getByRole('button', { name: 'Accept the invitation' }).click();
	await expect(other.getByRole('alert')).toBeVisible();
	expect(await rolesOf(stack, paper.id)).toEqual(['owner']);

	await staff.page.getByRole('button', { name: `Revoke the invitation of ${email}` }).click();
	await expect(staff.page.getByText('Invitation revoked')).toBeVisible();
	const answer = await other.goto(invitation);
	expect(answer?.status()).toBe(404);
});

test('the last owner cannot leave', async ({ stack, person, pageOf }) => {
	const owner = await person('Lone');
	const admin = await person('Ada');
	const paper = await makePublication(stack, [
		{ person: owner, role: 'owner' },
		{ person: admin, role: 'admin' }
	]);
	const staff = new StaffPage(await pageOf(owner));
	await staff.open(paper.slug);
	await staff.askToLeave();
	await staff.confirmLeaving();
	await expect(staff.page.getByText('A publication needs an owner')).toBeVisible();
	expect(await rolesOf(stack, paper.id)).toEqual(['admin', 'owner']);

	// Nor can an admin put them out: no button, and the request is refused.
	const asAdmin = new StaffPage(await pageOf(admin));
	await asAdmin.open(paper.slug);
	await expect(asAdmin.row('Lone').getByRole('button')).toHaveCount(0);
	await asAdmin.page.request.post(`/desk/${paper.slug}/staff?/remove`, {
		form: { user_id: owner.id },
		headers: { origin: stack.siteUrl, accept: 'text/html' }
	});
	expect(await rolesOf(stack, paper.id)).toEqual(['admin', 'owner']);
});

test('of two owners who leave at once, one stays', async ({ stack, person, pageOf }) => {
	const owners = [await person('Castor'), await person('Pollux')];
	const paper = await makePublication(
		stack,
		owners.map((owner) => ({ person: owner, role: 'owner' as const }))
	);
	const pages = await Promise.all(owners.map(async (owner) => new StaffPage(await pageOf(owner))));
	for (const staff of pages) {
		await staff.open(paper.slug);
		await staff.askToLeave();
	}
	await Promise.all(pages.map((staff) => staff.confirmLeaving()));
	const left = (staff: StaffPage) => staff.page.waitForURL('/desk').then(() => 'left');
	const stayed = (staff: StaffPage) =>
		staff.page
			.getByText('A publication needs an owner')
			.waitFor()
			.then(() => 'stayed');
	const ends = await Promise.all(pages.map((staff) => Promise.race([left(staff), stayed(staff)])));
	expect(ends.toSorted()).toEqual(['left', 'stayed']);
	expect(await rolesOf(stack, paper.id)).toEqual(['owner']);
});

test('of two owners who demote each other at once, one stays an owner', async ({
	stack,
	person,
	pageOf
}) => {
	const owners = [await person('Romulus'), await person('Remus')];
	const paper = await makePublication(
		stack,
		owners.map((owner) => ({ person: owner, role: 'owner' as const }))
	);
	const pages = await Promise.all(owners.map(async (owner) => new StaffPage(await pageOf(owner))));
	for (const staff of pages) await staff.open(paper.slug);
	const [romulus, remus] = pages;
	await Promise.all([
		romulus?.changeRole('Remus', 'editor'),
		remus?.changeRole('Romulus', 'editor')
	]);
	await expect.poll(() => rolesOf(stack, paper.id)).toEqual(['editor', 'owner']);
});

test('an owner hands the publication over', async ({ stack, person, pageOf }) => {
	const [owner, heir] = [await person('Elder'), await person('Heir')];
	const paper = await makePublication(stack, [
		{ person: owner, role: 'owner' },
		{ person: heir, role: 'author' }
	]);
	const page = await pageOf(owner);
	await page.goto(`/desk/${paper.slug}/staff`);
	await page.getByRole('button', { name: 'Transfer…' }).click();
	await page.getByRole('dialog').getByLabel('New owner').selectOption(heir.id);
	await page.getByRole('button', { name: 'Transfer the publication' }).click();
	await expect.poll(() => rolesOf(stack, paper.id)).toEqual(['admin', 'owner']);
	await expect(page.getByRole('row', { name: /Heir/ })).toContainText('Owner');
});
