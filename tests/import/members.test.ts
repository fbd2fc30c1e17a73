import { expect, it } from 'vitest';
import { freshEmail } from '../support/actors.ts';
import { sql } from '../support/clients.ts';
import { fresh, makeMember, makePublication } from '../support/factories.ts';
import { importInto } from './support.ts';

const HEAD =
	'id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels,tiers,gift_id';

/** An archive of one post for one tier, with these members. */
function archive(...lines: string[]) {
	const id = fresh('tier');
	const data = {
		posts: [
			{ id: 'p', slug: 'p', title: 'P', status: 'draft', visibility: 'tiers', html: '<p>a</p>' }
		],
		products: [
			{ id, name: 'Gold', slug: 'gold', type: 'paid' },
			{ id: 'free', name: 'Free', slug: 'free', type: 'free' }
		],
		posts_products: [{ post_id: 'p', product_id: id, sort_order: 0 }]
	};
	return { data, members: [HEAD, ...lines].join('\n') };
}

async function membersOf(publication: string) {
	return sql`
		select m.email, m.name, m.source, m.email_state, m.stripe_customer_id,
			array(select label from member_labels l where l.member_id = m.id order by label) as labels,
			array(
				select t.name from member_grants g join tiers t on t.id = g.tier_id where g.member_id = m.id
			) as grants
		from members m where publication_id = ${publication} order by email`;
}

it('members come with their labels, wishes and grants, and twice is once', async () => {
	const publication = await makePublication();
	const given = archive(
		'1,free@x.test,Free,,true,,,2026-11-15T20:55:11.000Z,,"VIP,Press",,',
		'2,silent@x.test,Silent,,false,,,,,,,',
		"3,comp@x.test,'=SUM(A1),,true,true,,,,,Gold,",
		'4,some@x.test,Some,,true,true,,,,,,',
		'5,paid@x.test,Paid,,true,,cus_9,,,,Gold,',
		'6,Free@x.test,Again,,true,,,,,,,',
		'7,no address,Nobody,,true,,,,,,,',
		'8,gone@x.test,Gone,,true,,,,2026-11-16T00:00:00.000Z,,,',
		'9,ragged@x.test',
		'10,gift@x.test,Gift,,true,,,,,,Gold,g1'
	);
	const report = await importInto(publication, given);
	const expected = [
		{ email: 'comp@x.test', name: '=SUM(A1)', grants: ['Gold'] },
		{ email: 'free@x.test', name: 'Free', labels: ['Press', 'VIP'], email_state: 'subscribed' },
		{ email: 'gift@x.test', grants: [] },
		{ email: 'paid@x.test', stripe_customer_id: 'cus_9', grants: [] },
		{ email: 'silent@x.test', email_state: 'unsubscribed', source: 'import' },
		{ email: 'some@x.test', grants: ['Gold'] }
	];
	expect(await membersOf(publication)).toMatchObject(expected);
	expect(report.counts.members).toEqual({ created: 6, changed: 0, unchanged: 0, skipped: 4 });
	expect([...report.reasons.keys()]).toEqual([
		'the address stands in the file twice',
		'nobody can sign in with this address: it should look like name@example.org',
		'deleted at the source',
		'the line has more or fewer cells than there are columns'
	]);
	expect([...report.notes.keys()]).toEqual(
		expect.arrayContaining(['unsubscribed', 'paying', 'gift', 'formula'])
	);

	const again = await importInto(publication, given);
	expect(again.counts.members).toEqual({ created: 0, changed: 0, unchanged: 6, skipped: 4 });
	expect(await membersOf(publication)).toMatchObject(expected);
});

it('who unsubscribed stays so, whatever a file says', async () => {
	const publication = await makePublication();
	const email = freshEmail();
	await importInto(publication, archive(`1,${email},A,,false,,,,,,,`));
	const report = await importInto(publication, archive(`1,${email},A,,true,,,,,New,,`));
	expect(report.counts.members.changed).toBe(1);
	expect(await membersOf(publication)).toMatchObject([
		{ email, email_state: 'unsubscribed', labels: ['New'] }
	]);
});

it('a member who was there already is completed, and one removed here stays away', async () => {
	const publication = await makePublication();
	const email = freshEmail();
	const id = await makeMember(publication, email);
	await importInto(publication, archive(`1,${email},A,,false,,cus_1,,,,,`));
	expect(await membersOf(publication)).toMatchObject([
		{ email, source: 'desk', name: 'A', email_state: 'unsubscribed', stripe_customer_id: 'cus_1' }
	]);
	await sql`delete from members where id = ${id}`;
	const report = await importInto(publication, archive(`1,${email},B,,true,,,,,,,`));
	expect(report.counts.members.skipped).toBe(1);
	expect(await membersOf(publication)).toEqual([]);
});
