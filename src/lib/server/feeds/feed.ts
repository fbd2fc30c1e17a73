import { homePath, postPath } from '$lib/domain/addresses';
import { readMoment } from '$lib/domain/moments';
import { feeds } from '$lib/limits';
import { getTextStates } from '$lib/server/db/post-texts';
import { listPosts, type ListedPost } from '$lib/server/db/posts';
import type { Publication } from '$lib/server/db/publications';
import type { Client } from '$lib/supabase/server';
import { sourceOf } from '$lib/server/rendering/render';
import type { FeedText } from '$lib/server/rendering/tasks';
import { feedHtml } from './html';

/** What a feed reader asks for often; older posts are in the archive. */
const POSTS_IN_FEED = 20;

const noText: FeedText = { html: '', xml: '' };

/** A feed before it has a format. All addresses are absolute. */
export interface Feed {
	publication: Publication;
	/** The origin of the site, for addresses the formats add. */
	origin: string;
	url: string;
	/** When anything in it changed last; null without a post. */
	updated: Date | null;
	items: FeedItem[];
}

export interface FeedItem {
	post: ListedPost;
	/** The same for ever, whatever becomes of the address. */
	id: string;
	url: string;
	title: string;
	/** Plain text; null when there is none for everybody. */
	summary: string | null;
	/** As much of the text as everybody may read, as HTML; empty when that is nothing, or too much for this feed. */
	text: FeedText;
	image: string | null;
}

/**
 * The newest posts of a publication, with what `db` may read of them.
 * @param db nobody in particular: a feed is the same for everybody
 */
export async function readFeed(
	db: Client,
	publication: Publication,
	origin: string
): Promise<Feed> {
	const { posts } = await listPosts(db, publication.id, { limit: POSTS_IN_FEED });
	const states = await getTextStates(
		db,
		posts.map(({ id }) => id)
	);
	const home = homePath(publication.slug);
	const items: FeedItem[] = [];
	// One text after the other: twenty of the largest would fill the memory of the server.
	let room: number = feeds.htmlLength;
	for (const post of posts) {
		const url = origin + postPath(home, post.slug);
		const state = room > 0 ? states.get(post.id) : undefined;
		const text = state
			? await feedHtml(sourceOf(db, publication.id, post.id, state), state, { origin, url })
			: noText;
		room -= text.html.length;
		items.push(itemOf(post, url, { origin, text: room < 0 ? noText : text }));
	}
	return {
		publication,
		origin,
		url: origin + home,
		updated: posts.reduce<Date | null>((last, { updatedAt }) => {
			const moment = readMoment(updatedAt);
			return moment === null || (last !== null && last > moment) ? last : moment;
		}, null),
		items
	};
}

function itemOf(
	post: ListedPost,
	url: string,
	{ origin, text }: { origin: string; text: FeedText }
): FeedItem {
	return {
		post,
		id: `urn:uuid:${post.id}`,
		url,
		title: post.title || 'Untitled',
		summary: post.summary ?? (post.subtitle || null),
		text,
		image: post.cover && origin + post.cover.src
	};
}
