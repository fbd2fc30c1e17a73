import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import type { StackHandle } from '../../support/stack-handle.ts';
import { freshSlug } from './publications.ts';

/** A word that nobody wrote anywhere else. */
function word(): string {
	return `leak${randomUUID().replaceAll('-', '')}`;
}

const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });

const states = [
	{ name: 'members', row: { status: 'published', visibility: 'members' }, isSeen: true },
	{ name: 'paid', row: { status: 'published', visibility: 'paid' }, isSeen: true },
	{ name: 'tiers', row: { status: 'published', visibility: 'tiers' }, isSeen: true },
	{ name: 'draft', row: { status: 'draft', visibility: 'public' }, isSeen: false },
	{ name: 'scheduled', row: { status: 'published', visibility: 'public' }, isSeen: false },
	{ name: 'deleted', row: { status: 'deleted', visibility: 'public' }, isSeen: false }
] as const;

/** A publication full of what nobody may read, and the words by which to find it. */
export interface ClosedWorld {
	id: string;
	slug: string;
	/** By the word, where it stands. */
	secrets: Map<string, string>;
	/** Words that anybody reads: a search that does not find them finds nothing. */
	open: string[];
	/** Former addresses of posts that everybody sees: no page names them, only the API. */
	formerSlugs: string[];
	/** Paths that somebody might guess. */
	guesses: string[];
	/** Posts and files, for questions about one of them. */
	postIds: string[];
	mediaIds: string[];
	objects: string[];
}

/** Makes it past the pages, with posts in every state, with and without a paywall mark. */
export async function makeClosedWorld(stack: StackHandle): Promise<ClosedWorld> {
	const sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => {} });
	const service = createClient(stack.apiUrl, stack.secretKey, { auth: { persistSession: false } });
	const slug = freshSlug('closed');
	const world: ClosedWorld = {
		...{
			id: '',
			slug,
			secrets: new Map(),
			open: [],
			formerSlugs: [],
			guesses: [],
			postIds: [],
			mediaIds: [],
			objects: []
		}
	};
	const secret = (place: string) => {
		const made = word();
		world.secrets.set(made, place);
		return made;
	};
	const open = () => {
		const made = word();
		world.open.push(made);
		return made;
	};
	try {
		const [publication] = await sql<{ id: string }[]>`
			insert into publications (slug, name, description) values (${slug}, 'Closed', ${open()}) returning id`;
		world.id = publication?.id ?? '';
		const [tier] = await sql<{ id: string }[]>`
			insert into tiers (publication_id, slug, name) values (${world.id}, 'tier', 'Tier') returning id`;
		const [internal] = await sql<{ id: string }[]>`
			insert into tags (publication_id, slug, name, description, is_internal)
			values (${world.id}, ${secret('slug of an internal tag')}, ${secret('internal tag')}, ${secret('its text')}, true)
			returning id`;

		const addFile = async (place: string) => {
			const [file] = await sql<{ id: string; path: string; filename: string }[]>`
				insert into media (publication_id, filename, mime, bytes, alt)
				values (${world.id}, ${`${secret(`name of a file in ${place}`)}.txt`}, 'text/plain', 99, ${secret(`alt of a file in ${place}`)})
				returning id, path, filename`;
			if (!file) throw new Error('no file');
			const { error } = await service.storage
				.from('media')
				.upload(file.path, Buffer.from(secret(`bytes of a file in ${place}`)), {
					contentType: 'text/plain'
				});
			if (error) throw error;
			world.mediaIds.push(file.id);
			world.objects.push(file.path);
			world.guesses.push(`/media/${file.id}/${file.filename}`);
			return file;
		};

		for (const { name, row, isSeen } of states) {
			for (const marked of [true, false]) {
				const place = `${name}, ${marked ? 'with' : 'without'} a mark`;
				const own = (what: string) => (isSeen ? open() : secret(`${what}, ${place}`));
				const former = isSeen ? word() : secret(`former slug, ${place}`);
				if (isSeen) world.formerSlugs.push(former);
				const present = own('slug');
				const isDeleted = row.status === 'deleted';
				const post = {
					publication_id: world.id,
					visibility: row.visibility,
					title: own('title'),
					subtitle: own('subtitle'),
					excerpt: marked ? null : own('excerpt'),
					meta_title: own('meta title'),
					meta_description: own('meta description'),
					slug: former,
					status: isDeleted ? 'draft' : row.status,
					published_at:
						name === 'draft'
							? null
							: new Date(Date.now() + (name === 'scheduled' ? 1 : -1) * 3_600_000)
				};
				const [made] = await sql<{ id: string }[]>`insert into posts ${sql(post)} returning id`;
				const id = made?.id ?? '';
				await sql`update posts set slug = ${present} where id = ${id}`;
				const file = await addFile(place);
				const doc = {
					type: 'doc',
					content: [
						...(marked
							? [paragraph(isSeen ? open() : secret(`start, ${place}`)), { type: 'paywall' }]
							: []),
						paragraph(secret(`text, ${place}`)),
						{
							type: 'image',
							attrs: {
								mediaId: file.id,
								src: `/media/${file.id}/${file.filename}`,
								alt: secret(`alt, ${place}`)
							},
							content: [
								{ type: 'caption', content: [{ type: 'text', text: secret(`caption, ${place}`) }] }
							]
						},
						{ type: 'html', attrs: { html: `<p>${secret(`html, ${place}`)}</p>` } },
						{
							type: 'heading',
							attrs: { level: 2 },
							content: [{ type: 'text', text: secret(`heading, ${place}`) }]
						}
					]
				};
				await sql`update post_contents set doc = ${sql.json(doc)} where post_id = ${id}`;
				await sql`
					insert into post_tags (post_id, tag_id, publication_id)
					values (${id}, ${internal?.id ?? ''}, ${world.id})`;
				if (row.visibility === 'tiers') {
					await sql`
						insert into post_tiers (post_id, tier_id, publication_id)
						values (${id}, ${tier?.id ?? ''}, ${world.id})`;
				}
				if (isDeleted) await sql`update posts set status = 'deleted' where id = ${id}`;
				world.postIds.push(id);
				world.guesses.push(`/@${slug}/${present}`, `/@${slug}/${former}`);
			}
		}
	} finally {
		await sql.end();
	}
	return world;
}
