import type { Actor } from '../../support/actors.ts';
import { db, sql } from '../../support/clients.ts';
import {
	documentOf,
	fresh,
	makeByline,
	makeMedia,
	makeOwnDraft,
	makePost,
	makeTag
} from '../../support/factories.ts';
import type { Action } from '../../support/matrix.ts';
import type { Place, World } from '../../support/world.ts';
import { another, found, gone, has, oneself, type Attempt } from './attempts.ts';

async function save(actor: Actor, id: string): Promise<boolean> {
	const word = fresh('saved');
	const from = { p_post_id: id, p_base_revision: 1, p_schema_version: 1, p_word_count: 1 };
	await db(actor).rpc('save_post', { ...from, p_doc: { ...documentOf(word) }, p_title: word });
	return found(sql`
		select from posts p join post_contents c on c.post_id = p.id
		where p.id = ${id} and p.title = ${word} and c.revision = 2
			and c.doc #>> '{content,0,content,0,text}' = ${word}`);
}

async function publish(actor: Actor, id: string): Promise<boolean> {
	await db(actor)
		.from('posts')
		.update({ status: 'published', published_at: new Date().toISOString() })
		.eq('id', id);
	return has('posts', id, 'status', 'published');
}

async function remove(
	actor: Actor,
	table: 'posts' | 'tags' | 'media',
	id: string
): Promise<boolean> {
	await db(actor).from(table).delete().eq('id', id);
	return gone(table, id);
}

async function putAway(actor: Actor, id: string): Promise<boolean> {
	await db(actor).from('posts').update({ status: 'deleted' }).eq('id', id);
	return has('posts', id, 'status', 'deleted');
}

async function restore(actor: Actor, id: string): Promise<boolean> {
	await sql`update posts set status = 'deleted' where id = ${id}`;
	await db(actor).rpc('restore_post', { p_post_id: id });
	return has('posts', id, 'status', 'draft');
}

async function setUp(actor: Actor, id: string, { id: publication }: Place): Promise<boolean> {
	const excerpt = fresh('excerpt');
	const settings = { p_settings: { excerpt }, p_tag_ids: [await makeTag(publication)] };
	await db(actor).rpc('change_post', { p_post_id: id, ...settings });
	return found(sql`
		select from posts p join post_tags t on t.post_id = p.id
		where p.id = ${id} and p.excerpt = ${excerpt} and t.tag_id = any (${settings.p_tag_ids})`);
}

async function duplicate(actor: Actor, id: string): Promise<boolean> {
	const { data } = await db(actor).rpc('duplicate_post', { p_post_id: id });
	return data !== null && has('posts', data, 'created_by', actor.id);
}

async function tag(actor: Actor, publication: string, post: string): Promise<boolean> {
	const row = { post_id: post, tag_id: await makeTag(publication) };
	await db(actor)
		.from('post_tags')
		.insert({ ...row, publication_id: publication });
	return found(sql`select from post_tags where post_id = ${post} and tag_id = ${row.tag_id}`);
}

async function sees(actor: Actor, id: string): Promise<boolean> {
	const { data } = await db(actor).from('post_contents').select('doc').eq('post_id', id);
	return data?.length === 1;
}

async function describeFile(actor: Actor, id: string): Promise<boolean> {
	await db(actor).from('media').update({ alt: 'Described.' }).eq('id', id);
	return has('media', id, 'alt', 'Described.');
}

const own =
	(attempt: (actor: Actor, post: string, place: Place) => Promise<boolean>): Attempt =>
	async (world, actor) =>
		attempt(actor, await makeOwnDraft(world.home.id, oneself(world, actor)), world.home);

const others =
	(attempt: (actor: Actor, post: string, place: Place) => Promise<boolean>): Attempt =>
	async (world, actor) => {
		const post = await makePost({ publication: world.home.id, by: another(world) });
		return attempt(actor, post, world.home);
	};

const file =
	(
		whose: (world: World, actor: Actor) => string,
		attempt: (actor: Actor, id: string) => Promise<boolean>
	): Attempt =>
	async (world, actor) =>
		attempt(actor, await makeMedia(world.home.id, whose(world, actor)));

export const postAttempts = {
	'begin a post': async ({ home }, actor) => {
		const slug = fresh('post');
		await db(actor).from('posts').insert({ publication_id: home.id, slug });
		return found(sql`
			select from posts p join post_contents c on c.post_id = p.id
			join post_authors a on a.post_id = p.id
			where p.slug = ${slug} and p.created_by = ${actor.id} and a.profile_id = ${actor.id}`);
	},
	'save an own post': own(save),
	'publish an own post': own(publish),
	'unpublish an own post': own(async (actor, id) => {
		await sql`update posts set status = 'published', published_at = now() where id = ${id}`;
		await db(actor).from('posts').update({ status: 'draft' }).eq('id', id);
		return has('posts', id, 'status', 'draft');
	}),
	'put an own post away': own(putAway),
	'restore an own post': own(restore),
	'set up an own post': own(setUp),
	'duplicate an own post': own(duplicate),
	'delete an own post': own((actor, id) => remove(actor, 'posts', id)),
	'see an own draft': own(sees),
	'tag an own post': own((actor, id, { id: publication }) => tag(actor, publication, id)),
	'set the tiers of an own post': own(async (actor, id, home) => {
		const row = { post_id: id, tier_id: home.tier, publication_id: home.id };
		await db(actor).from('post_tiers').insert(row);
		return found(sql`select from posts where id = ${id} and tier_ids = array[${home.tier}::uuid]`);
	}),
	'add a file': async ({ home }, actor) => {
		const filename = `${fresh('a')}.png`;
		const row = { publication_id: home.id, filename, mime: 'image/png', bytes: 9 };
		await db(actor).from('media').insert(row);
		return found(sql`select from media where filename = ${filename} and created_by = ${actor.id}`);
	},
	'describe an own file': file(oneself, describeFile),
	"see another's draft": others(sees),
	"save another's post": others(save),
	"publish another's post": others(publish),
	"put another's post away": others(putAway),
	"restore another's post": others(restore),
	"set up another's post": others(setUp),
	"duplicate another's draft": others(duplicate),
	"delete another's post": others((actor, id) => remove(actor, 'posts', id)),
	"tag another's post": others((actor, id, { id: publication }) => tag(actor, publication, id)),
	"describe another's file": file(another, describeFile),
	"delete another's file": file(another, (actor, id) => remove(actor, 'media', id)),
	'name an author': others(async (actor, id, { id: publication }) => {
		const byline = await makeByline(publication);
		const row = { post_id: id, profile_id: byline, publication_id: publication };
		await db(actor).from('post_authors').insert(row);
		return found(sql`select from post_authors where post_id = ${id} and profile_id = ${byline}`);
	}),
	'add a tag': async ({ home }, actor) => {
		const slug = fresh('tag');
		await db(actor).from('tags').insert({ publication_id: home.id, slug, name: slug });
		return found(sql`select from tags where slug = ${slug}`);
	},
	'change a tag': async ({ home }, actor) => {
		const id = await makeTag(home.id);
		await db(actor).from('tags').update({ name: 'Changed' }).eq('id', id);
		return has('tags', id, 'name', 'Changed');
	},
	'delete a tag': async ({ home }, actor) => remove(actor, 'tags', await makeTag(home.id))
} satisfies Partial<Record<Action, Attempt>>;
