import { anon, one, type Actor } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import {
	documentOf,
	fresh,
	image,
	makeByline,
	makeMedia,
	makePost,
	paywall
} from '../support/factories.ts';
import type { PostState } from '../support/matrix.ts';
import { getPublication, type Publication } from '../../src/lib/server/db/publications.ts';

export const origin = 'https://press.example';

/** What the reading side asks for a publication, as anybody. */
export async function publicationOf(id: string, actor: Actor = anon): Promise<Publication> {
	const { slug } = one(
		await sql<{ slug: string }[]>`select slug from publications where id = ${id}`
	);
	const publication = await getPublication(db(actor), slug);
	if (!publication) throw new Error(`${slug} is not there for ${actor.email}`);
	return publication;
}

/** A post with words of its own in each place where some might get out. */
export interface Specimen {
	id: string;
	state: PostState;
	/** In the title, in the open part and behind the paywall mark. */
	title: string;
	open: string;
	secret: string;
	/** A file behind the mark, whose bytes are `secret` too. */
	file: string;
}

interface Making {
	publication: string;
	state: PostState;
	marked: boolean;
	tier: string;
	tag: string;
}

/** Makes a post with a byline and a tag. Without a mark, all of its text is as closed as it is. */
export async function makeSpecimen({
	publication,
	state,
	marked,
	tier,
	tag
}: Making): Promise<Specimen> {
	const [title, open, secret] = [fresh('title'), fresh('open'), fresh('secret')];
	const file = await makeMedia(publication, null);
	const closed = [secret, image(file)];
	const id = await makePost({
		publication,
		by: null,
		state,
		doc: marked ? documentOf(open, paywall, ...closed) : documentOf(...closed),
		...(state === 'tiers' && { tier })
	});
	await sql`update posts set title = ${title} where id = ${id}`;
	const author = await makeByline(publication);
	await sql`insert into post_authors ${sql({ post_id: id, profile_id: author, publication_id: publication })}`;
	await sql`insert into post_tags ${sql({ post_id: id, tag_id: tag, publication_id: publication })}`;
	return { id, state, title, open, secret, file };
}
