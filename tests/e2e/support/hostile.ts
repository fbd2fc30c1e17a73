import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { BrowserContext, Page } from '@playwright/test';
import { payloads, type Payload } from '../../fixtures/xss/payloads.ts';
import type { StackHandle } from '../../support/stack-handle.ts';
import { makePerson, type Person } from './people.ts';
import { makePublication, type MadePublication } from './publications.ts';

/** A post that is full of one payload, and its tag. */
export interface HostilePost extends Payload {
	id: string;
	slug: string;
	tag: string;
}

/** A publication whose staff means ill. */
export interface HostilePaper extends MadePublication {
	author: Person;
	/** supabase-js with the author's token: what anybody on the staff can send without the app. */
	db: SupabaseClient;
	posts: HostilePost[];
}

/** Makes the publication with an empty draft and a tag for every payload. */
export async function makeHostilePaper(stack: StackHandle): Promise<HostilePaper> {
	const author = await makePerson(stack, 'Mallory');
	const paper = await makePublication(stack, [{ person: author, role: 'editor' }]);
	const db = createClient(stack.apiUrl, stack.publishableKey, { auth: { persistSession: false } });
	const { error } = await db.auth.signInWithPassword(author);
	if (error) throw error;
	const publication_id = paper.id;
	const rows = payloads.map((_, index) => ({
		publication_id,
		kind: 'post',
		slug: `text-${index}`
	}));
	const posts = must(await db.from('posts').insert(rows).select('id, slug'));
	const tags = must(
		await db
			.from('tags')
			.insert(
				payloads.map(({ text }, index) => ({
					...{ publication_id, slug: `tag-${index}`, name: oneLine(text, 100) },
					description: oneLine(text, 500)
				}))
			)
			.select('id, slug')
	);
	const tagIds = new Map(tags.map(({ id, slug }) => [String(slug), String(id)]));
	const made = posts.map(({ id, slug }): HostilePost => {
		const index = Number(String(slug).slice('text-'.length));
		const payload = payloads[index];
		if (!payload) throw new Error(`no payload ${index}`);
		return { ...payload, id: String(id), slug: String(slug), tag: `tag-${index}` };
	});
	must(
		await db
			.from('post_tags')
			.insert(made.map(({ id, tag }) => ({ post_id: id, tag_id: tagIds.get(tag), publication_id })))
			.select('post_id')
	);
	return { ...paper, author, db, posts: made };
}

/** What the database takes into a column of one line; it refuses control characters itself. */
export function oneLine(text: string, length: number): string {
	return (
		text
			.replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
			.trim()
			.slice(0, length) || 'x'
	);
}

/** The value of an answer. */
export function must<T>({ data, error }: { data: T | null; error: unknown }): T {
	if (error || data === null) throw error ?? new Error('no data');
	return data;
}

/** Hears every call of `pwned` in any page or frame of a browser context, and every dialogue. */
export async function listen(context: BrowserContext, site: string): Promise<string[]> {
	const heard: string[] = [];
	await context.exposeBinding('pwned', ({ frame }) => void heard.push(frame.url()));
	context.on('page', (page) => page.on('dialog', (dialog) => void dialog.dismiss()));
	await context.route('**/*', (route) => {
		const request = route.request();
		const type = request.resourceType();
		// What does not arrive is an error, which is what most of them wait for; and it is quick.
		if (['image', 'media', 'font', 'stylesheet'].includes(type)) return route.abort();
		if (request.url().startsWith(site)) return route.continue();
		// Nothing else leaves this machine, and whoever tries is heard of.
		heard.push(request.url());
		return route.abort();
	});
	return heard;
}

/** What stands in the page that would run or leave once somebody pressed it. */
export function traps(page: Page): Promise<string[]> {
	return page.evaluate(async () => {
		// Whatever starts by itself has had two frames to do so.
		for (let i = 0; i < 2; i += 1) await new Promise(requestAnimationFrame);
		const found: string[] = [];
		for (const element of document.querySelectorAll('*')) {
			for (const { name, value } of element.attributes) {
				if (name.startsWith('on') || name === 'srcdoc') found.push(`${name}=${value}`);
				if (!/^(?:href|src|action|formaction|data|poster)$/.test(name)) continue;
				const { protocol } = new URL(value, document.baseURI);
				if (!/^(?:https?|mailto):$/.test(protocol)) found.push(`${name}=${value}`);
			}
		}
		const known = new Set(
			(
				'a aside audio b blockquote br caption cite code dd details div dl dt em figcaption figure h2 h3 h4 h5 h6 ' +
				'hr i img li ol p pre s section small source span strong sub summary sup table tbody td tfoot th thead ' +
				'title tr u ul video'
			).split(' ')
		);
		const strange = [...document.querySelectorAll('.prose *')].filter((element) =>
			element.namespaceURI?.endsWith('/MathML')
				? !/^m[a-z]+$/.test(element.localName)
				: !known.has(element.localName)
		);
		const never =
			'iframe, frame, object, embed, base, meta[http-equiv=refresh], script:not([type="application/ld+json"])';
		const more = location.pathname.startsWith('/@') ? document.querySelectorAll(never) : [];
		return [...found, ...[...strange, ...more].map((element) => element.outerHTML)];
	});
}
