import { makeActor, one, type Actor } from '../../support/actors.ts';
import { db, sql } from '../../support/clients.ts';
import { makePublication, makeStaff } from '../../support/factories.ts';
import { refusal } from '../../support/transactions.ts';

/** A publication with an author and an editor. */
export async function makeNewsroom() {
	const [publication, author, editor] = await Promise.all([
		makePublication(),
		makeActor('author'),
		makeActor('editor')
	]);
	await makeStaff(publication, author.id, 'author');
	await makeStaff(publication, editor.id, 'editor');
	return { publication, author, editor };
}

/** Changes a post through the API; the code of the refusal, or null. */
export function change(by: Actor, id: string, values: object): Promise<string | null> {
	return refusal(db(by).from('posts').update(values).eq('id', id));
}

/** Saves a text through the API. */
export function save(by: Actor, id: string, base: number, doc: object, more: object = {}) {
	return db(by).rpc('save_post', {
		p_post_id: id,
		p_base_revision: base,
		p_doc: { ...doc },
		p_schema_version: 1,
		p_word_count: 1,
		...more
	});
}

/** A post with its text, as the owner of the database sees them; `text` is all of the post as JSON. */
export async function stored(id: string) {
	const rows = await sql`
		select p.*, c.doc, c.revision, c.status as copied_status, c.visibility as copied_visibility,
			c.tier_ids as copied_tiers, c.published_at as copied_published_at, to_jsonb(p)::text as text
		from posts p join post_contents c on c.post_id = p.id where p.id = ${id}`;
	return one(rows);
}
