import { presentDoc } from '$lib/content/migrate-doc';
import type { Client } from '$lib/supabase/server';
import { unwrap } from '../errors';

/** What a visitor may read of a post, unchecked. */
export interface Text {
	/** The whole document; null when this visitor may not read it. */
	doc: unknown;
	/** The document up to the paywall mark; null without a mark, and where there is the whole document. */
	teaser: unknown;
	/** Names the state of the document, or of the teaser where there is no document. */
	version: string;
}

/** Which text a visitor may read of a post. It is small, where the text may have megabytes. */
export interface TextState {
	/** They may read the whole document; otherwise what comes before the paywall mark. */
	isWhole: boolean;
	/** The `version` of that text. */
	version: string;
}

/** A list, of one row where the visitor may read the whole text and of none otherwise. */
export const stateColumn = 'content:post_contents(revision)';

/** Which texts a visitor may read of posts, by their ids. */
export async function getTextStates(
	db: Client,
	postIds: string[]
): Promise<Map<string, TextState>> {
	const rows = unwrap(
		await db.from('posts').select(`id, updated_at, ${stateColumn}`).in('id', postIds)
	);
	return new Map(rows.map((row) => [row.id, stateOf(row)]));
}

/** What the visitor may read of a post. No row of post_contents means: not the whole of it. */
export async function getText(db: Client, postId: string): Promise<Text> {
	const whole = unwrap(
		await db
			.from('post_contents')
			.select('doc, schema_version, revision')
			.eq('post_id', postId)
			.maybeSingle()
	);
	if (whole) {
		return {
			doc: presentDoc(whole.doc, whole.schema_version),
			teaser: null,
			version: versionOf(whole)
		};
	}
	// Only now: the teaser of a text that may be read would be its first part a second time.
	const post = unwrap(
		await db.from('posts').select('teaser, updated_at').eq('id', postId).maybeSingle()
	);
	return {
		doc: null,
		teaser: post?.teaser ?? null,
		version: post ? versionOf(post) : ''
	};
}

/** The state of the text of a row with `updated_at` and {@link stateColumn}. */
export function stateOf({
	updated_at,
	content
}: {
	updated_at: string;
	content: { revision: number }[];
}): TextState {
	// PostgREST gives a list. The local API sees that it has one row at most, and gives the row or null.
	const [whole] = [content].flat();
	return { isWhole: Boolean(whole), version: versionOf(whole ?? { updated_at }) };
}

function versionOf(text: { revision: number } | { updated_at: string }): string {
	return 'revision' in text ? `revision ${text.revision}` : `teaser ${text.updated_at}`;
}
