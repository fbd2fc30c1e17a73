import postgres from 'postgres';
import type { StackHandle } from '../../support/stack-handle.ts';
import { freshSlug } from './publications.ts';

/** A publication that sells, with a closed post for each kind of reader. */
export interface Shop {
	id: string;
	name: string;
	home: string;
	/** The path of a post for members, and the words only they read. */
	membersPost: string;
	/** The path of a post for who pays, and the words only they read. */
	paidPost: string;
	secret: string;
}

interface TierWish {
	name: string;
	month?: number;
	year?: number;
	currency?: string;
	trialDays?: number;
}

const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });

/** Makes it past the pages. */
export async function makeShop(stack: StackHandle, tiers: TierWish[] = []): Promise<Shop> {
	return withSql(stack, async (sql) => {
		const slug = freshSlug('shop');
		const name = `Shop ${slug.slice(-4)}`;
		const [row] = await sql<{ id: string }[]>`
			insert into publications ${sql({ slug, name })} returning id`;
		const id = row?.id ?? '';
		for (const [position, tier] of tiers.entries()) {
			const { month, year, currency = 'gbp' } = tier;
			const [made] = await sql<{ id: string }[]>`
				insert into tiers (publication_id, slug, name, position, trial_days, benefits)
				values (${id}, ${tier.name.toLowerCase()}, ${tier.name}, ${position}, ${tier.trialDays ?? 0}, ${[`All that ${tier.name} has`]})
				returning id`;
			for (const [interval, amount] of Object.entries({ month, year })) {
				if (amount === undefined) continue;
				const price = { publication_id: id, tier_id: made?.id ?? '', interval, currency, amount };
				await sql`insert into tier_prices ${sql(price)}`;
			}
		}
		const secret = `Only for some: ${freshSlug('word')}`;
		for (const visibility of ['members', 'paid']) {
			const [post] = await sql<{ id: string }[]>`
				insert into posts ${sql({ publication_id: id, slug: `for-${visibility}`, title: `For ${visibility}`, visibility, status: 'published', published_at: new Date(Date.now() - 3_600_000), word_count: 999 })}
				returning id`;
			const doc = {
				type: 'doc',
				content: [paragraph('Everybody reads this.'), { type: 'paywall' }, paragraph(secret)]
			};
			await sql`update post_contents set doc = ${sql.json(doc)} where post_id = ${post?.id ?? ''}`;
		}
		const home = `/@${slug}`;
		const posts = { membersPost: `${home}/for-members`, paidPost: `${home}/for-paid` };
		return { id, name, home, secret, ...posts };
	});
}

/** Makes somebody a member past the pages, as if they had joined; who has a login is found by their address. */
export async function makeMemberOf(
	stack: StackHandle,
	shop: Shop,
	email: string,
	status: 'active' | 'banned' = 'active'
): Promise<void> {
	await withSql(
		stack,
		(sql) =>
			sql`insert into members ${sql({ publication_id: shop.id, email, status, accepted_at: new Date() })}`
	);
}

/** Adds an address to publications that nobody asked to join, as their staff would. */
export async function addToMany(stack: StackHandle, email: string, names: string[]): Promise<void> {
	await withSql(stack, async (sql) => {
		const rows = names.map((name) => ({ slug: freshSlug('stranger'), name, status: 'closed' }));
		const made = await sql<{ id: string }[]>`insert into publications ${sql(rows)} returning id`;
		await sql`insert into members ${sql(made.map(({ id }) => ({ publication_id: id, email })))}`;
	});
}

/** Bans a member, as staff would. */
export async function ban(stack: StackHandle, shop: Shop, email: string): Promise<void> {
	await withSql(
		stack,
		(sql) => sql`
			update members set status = 'banned' where publication_id = ${shop.id} and email = ${email}`
	);
}

/** Gives a member a tier. */
export async function give(
	stack: StackHandle,
	shop: Shop,
	email: string,
	tier: string
): Promise<void> {
	await withSql(
		stack,
		(sql) => sql`
			insert into member_grants (publication_id, member_id, tier_id)
			select ${shop.id}, m.id, t.id from members m, tiers t
			where m.publication_id = ${shop.id} and m.email = ${email}
				and t.publication_id = ${shop.id} and t.name = ${tier}`
	);
}

/** Ids at Stripe of what a member bought. */
export async function boughtBy(stack: StackHandle, shop: Shop, email: string) {
	return withSql(stack, async (sql) => {
		const [row] = await sql<
			{ subscription: string; customer: string; status: string; invoice: string | null }[]
		>`
			select s.stripe_subscription_id as subscription, s.stripe_customer_id as customer, s.status,
				(select i.stripe_invoice_id from invoices i where i.subscription_id = s.id order by i.issued_at desc limit 1) as invoice
			from subscriptions s join members m on m.id = s.member_id
			where s.publication_id = ${shop.id} and m.email = ${email}
			order by s.started_at desc limit 1`;
		return row;
	});
}

/** What the database has of a member. */
export async function memberRow(stack: StackHandle, shop: Shop, email: string) {
	return withSql(stack, async (sql) => {
		const [row] = await sql<{ status: string; email_state: string; source: string }[]>`
			select status, email_state, source from members
			where publication_id = ${shop.id} and email = ${email}`;
		return row;
	});
}

export async function withSql<T>(
	{ databaseUrl }: StackHandle,
	run: (sql: postgres.Sql) => PromiseLike<T>
): Promise<T> {
	const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
	try {
		return await run(sql);
	} finally {
		await sql.end();
	}
}
