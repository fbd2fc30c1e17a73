import { randomUUID } from 'node:crypto';
import type { Scene } from '../scene.ts';

type Row = Record<string, unknown>;

/**
 * Gives arguments with which each function of the API does what it is there for. Each call gives new ones,
 * so that nothing is taken already, and each number other rows, so that no call undoes another.
 * @throws Error for an argument that nobody has taught this
 */
export async function usualArguments({
	sql,
	publication
}: Scene): Promise<(fn: string, args: string[], n: number) => Row> {
	const idsOf = async (table: string) => {
		const rows = await sql<{ id: string }[]>`
			select id from ${sql(table)} where publication_id = ${publication} order by id desc limit 8`;
		return rows.map(({ id }) => id);
	};
	const [admin] = await sql<{ id: string }[]>`
		select user_id as id from publication_staff where publication_id = ${publication} and role = 'admin'`;
	const posts = await idsOf('posts');
	const members = await idsOf('members');
	const tiers = await idsOf('tiers');
	const tags = await idsOf('tags');
	const [run] = await idsOf('imports');
	const contents = await sql<{ post: string; revision: string }[]>`
		select post_id as post, revision from post_contents`;
	const revisions = new Map(contents.map(({ post, revision }) => [post, Number(revision)]));
	const doc = {
		type: 'doc',
		content: [{ type: 'paragraph', content: [{ type: 'text', text: 'A' }] }]
	};
	return (fn, args, n) => {
		const fresh = randomUUID();
		const [post = '', member, tier, tag] = [posts, members, tiers, tags].map(
			(ids) => ids[n % ids.length]
		);
		const known: Row = {
			...{ name: 'Extreme', slug: `x-${fresh}`, description: 'x', language: 'en' },
			...{ time_zone: 'Europe/London', accent_hue: 20, accent_chroma: 0.1 },
			...{ p_publication_id: publication, p_post_id: post, p_member_id: member, p_tier_id: tier },
			...{ p_member_ids: [member], p_tier_ids: [tier], p_tag_ids: [tag], p_author_ids: null },
			...{ p_to_user: admin?.id, p_session_id: fresh, p_change_id: fresh, p_id: null },
			...{ p_email: `x${fresh}@example.test`, p_name: 'Extreme', p_role: 'author' },
			...{ p_token: fresh, p_token_hash: fresh.replaceAll('-', '').repeat(2), p_sign_in: fresh },
			...{ p_base_revision: revisions.get(post), p_doc: doc, p_schema_version: 1 },
			...{ p_word_count: 1, p_title: 'Extreme', p_subtitle: 'x', p_slug: `x-${fresh}` },
			...{ p_interval: 'month', p_currency: 'eur', p_amount: 500, p_livemode: false },
			...{ p_month: 500, p_year: 5000, p_trial_days: 7, p_benefits: ['One'], p_description: 'x' },
			...{ p_return_path: '/', p_challenge: null, p_answers: null, p_later: null },
			...{ p_state: 'unsubscribed', p_added: 5, p_months: 12, p_limit: 10, p_backwards: false },
			...{ p_at: '2099-01-01T00:00:00Z', p_after: '', p_ends_at: '2099-01-01T00:00:00Z' },
			...{ p_action: 'label_add', p_label: 'Extreme', p_labels: ['Extreme'], p_note: 'x' },
			...{ p_import_id: run, p_source_id: fresh, p_filename: 'x.png', p_mime: 'image/png' },
			...{ p_bytes: 9, p_width: 3, p_height: 3, p_rows: [memberRow(fresh)], p_items: items(fresh) },
			p_settings: {
				...{ kind: 'post', visibility: 'public', slug: `x-${fresh}`, excerpt: 'x' },
				...{ canonical_url: 'https://a.test/', cover_media_id: null, cover_alt: 'x' },
				...{ cover_caption: 'x', meta_title: 'x', meta_description: 'x' }
			},
			p_filter: {
				...{ q: 'a', status: 'active', email_state: 'subscribed', source: 'import', plan: 'free' },
				...{ label: 'Friend', tier, from: '2020-01-01T00:00:00Z', to: '2099-01-01T00:00:00Z' }
			}
		};
		const own: Record<string, Row> = { member_page: { p_id: fresh } };
		return Object.fromEntries(
			args.map((name) => {
				const value = own[fn]?.[name] ?? known[name];
				if (value === undefined) throw new Error(`Say what ${name} of ${fn} usually is.`);
				return [name, value];
			})
		);
	};
}

function memberRow(fresh: string): Row {
	return {
		...{ line: 1, email: `row${fresh}@example.test`, name: 'x', note: 'x', status: 'active' },
		...{ email_state: 'subscribed', labels: ['Row'], joined_at: '2020-01-01T00:00:00Z' },
		...{ source: 'import', grants: [{ tier: 'x', until: '2099-01-01T00:00:00Z' }] }
	};
}

/** One item of each kind, as an archive brings them. */
function items(fresh: string): Row[] {
	const item = (kind: string, more: Row) => ({
		...{ kind, sourceId: `${kind}-${fresh}`, label: kind, notes: [{ code: 'x', count: 1 }] },
		...more
	});
	return [
		item('tier', { slug: `t-${fresh}`, name: 'x', description: 'x' }),
		item('author', { name: 'x', bio: 'x', email: `author${fresh}@example.test` }),
		item('tag', { slug: `g-${fresh}`, name: 'x', description: 'x', isInternal: false }),
		item('post', {
			...{ postKind: 'post', slug: `p-${fresh}`, title: 'x', formerSlugs: ['old'], excerpt: 'x' },
			...{ metaTitle: 'x', metaDescription: 'x', canonicalUrl: 'https://a.test/', coverAlt: '' },
			...{ visibility: 'public', status: 'published', publishedAt: '2020-01-01T00:00:00Z' },
			...{ createdAt: '2020-01-01T00:00:00Z', coverMediaId: null, coverCaption: '' },
			...{ doc: { type: 'doc', content: [] }, schemaVersion: 1, wordCount: 1 },
			...{ authors: [`author-${fresh}`], tags: [`tag-${fresh}`], tiers: [`tier-${fresh}`] }
		}),
		item('member', {
			...{ email: `m${fresh}@example.test`, name: 'x', stripeCustomerId: null, labels: ['x'] },
			...{ emailState: 'subscribed', createdAt: '2020-01-01T00:00:00Z', grants: ['x'] }
		}),
		item('file', {})
	];
}
