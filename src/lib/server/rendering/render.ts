import { LRUCache } from 'lru-cache';
import { overLimit } from '$lib/content/over-limit';
import { plainHtml } from '$lib/content/plain-html';
import type { RenderOptions } from '$lib/content/render-html';
import { documents, rendering, smallDocuments } from '$lib/limits';
import type { Client } from '../../supabase/server';
import { getText, type Text, type TextState } from '../db/post-texts';
import { AppError } from '../errors';
import { rootLog } from '../root-log';
import { runInWorker, TooBusy, TookTooLong } from './pool';
import {
	feedText,
	tasks,
	type Checked,
	type FeedText,
	type Input,
	type Output,
	type RenderedText
} from './tasks';

/** A text that is to be shown to a visitor, and how to get it. */
export interface Source {
	/** Whose text it is: those of other publications do not wait for it. */
	publicationId: string;
	postId: string;
	/** Names the state of the text that this visitor may read: another text of the post has another one. */
	version: string;
	/** Asks the database, as this visitor. */
	load: () => Promise<Text>;
}

/** A text that was rendered, and the version it had when it was loaded. */
interface Rendered<T extends Shown> {
	version: string;
	output: Output<T>;
}

/** What a visitor may read of a post, to be loaded when it is not in memory. */
export function sourceOf(
	db: Client,
	publicationId: string,
	postId: string,
	{ version }: TextState
): Source {
	return { publicationId, postId, version, load: () => getText(db, postId) };
}

type Shown = 'post' | 'opening' | 'feed';

/**
 * Rendered texts, so that a large one is not loaded and rendered again for each reader. Every reader who
 * knows the version of a text may read it: the database tells the version to nobody else.
 */
const shown = new LRUCache<string, Output<Shown>>({
	maxSize: rendering.cachedCharacters,
	sizeCalculation: (output, key) =>
		key.length + output.html.length + ('xml' in output ? output.xml.length : 0)
});

/** Texts that are being loaded and rendered, so that many readers wait for one rendering. */
const underWay = new Map<string, Promise<Rendered<Shown>>>();

/** Texts that took too long. The oldest are forgotten first. */
const tooLong = new Set<string>();

/**
 * The text of a post as HTML. A text that takes too long is shown as plain text, or as a sentence when
 * it has none.
 * @throws {AppError} `unavailable` when too many documents wait
 */
export function renderPost(source: Source, options: RenderOptions): Promise<Output<'post'>> {
	return show('post', source, { options }, (doc) => ({ ...plain(doc), words: 0 }));
}

/** The first paragraphs of a post, until they have `words` words; nothing when that takes too long. */
export function renderOpening(source: Source, words: number): Promise<RenderedText> {
	return show('opening', source, { words }, () => ({ html: '', dropCap: false }));
}

/** A post for a feed; plain text when that takes too long. */
export function renderFeedItem(source: Source, options: RenderOptions): Promise<FeedText> {
	return show('feed', source, { options }, (doc) => feedText(plain(doc).html));
}

/**
 * JSON from anybody as a document that may be stored, or why it may not.
 * @throws {AppError} `unavailable` when too many documents wait
 */
export async function checkDocument(publicationId: string, doc: unknown): Promise<Checked> {
	// What is over a limit is refused at once, on this thread: nothing else reads it.
	const isSmall = overLimit(doc, smallDocuments) === null || overLimit(doc, documents) !== null;
	return isSmall
		? tasks.check({ doc })
		: unlessTooLong(publicationId, 'check', { doc }, rendering.budget);
}

/** HTML from anybody as a document that may be stored, or why it may not. */
export async function convertHtml(publicationId: string, html: string): Promise<Checked> {
	return html.length <= smallDocuments.htmlLength
		? tasks.convert({ html })
		: unlessTooLong(publicationId, 'convert', { html }, rendering.convertBudget);
}

async function unlessTooLong<T extends 'check' | 'convert'>(
	publicationId: string,
	task: T,
	input: Input<T>,
	budget: number
): Promise<Checked> {
	try {
		return await runInWorker(publicationId, task, input, budget);
	} catch (error) {
		if (error instanceof TooBusy) throw new AppError('unavailable', 503, { cause: error });
		if (!(error instanceof TookTooLong)) throw error;
		return {
			code: 'too_many',
			problem: 'The text takes too long to read. Divide it into several posts.'
		};
	}
}

/**
 * The output of a task for a text.
 * @param instead what is shown of a document that took too long, now or before
 */
async function show<T extends Shown>(
	task: T,
	source: Source,
	input: Omit<Input<T>, 'doc'>,
	instead: (doc: unknown) => Output<T>
): Promise<Output<T>> {
	const key = `${task} ${source.postId} ${source.version} ${JSON.stringify(input)}`;
	const known = shown.get(key);
	if (known !== undefined) return known as Output<T>;
	const shared = await underWay.get(key)?.catch(() => null);
	// What another visitor may read can have changed while it was loaded: it is theirs alone then.
	if (shared?.version === source.version) return shared.output as Output<T>;
	const work = loadAndRender(task, source, input, instead);
	if (!underWay.has(key)) {
		underWay.set(key, work);
		void work.finally(() => underWay.delete(key)).catch(() => {});
	}
	const { version, output } = await work;
	if (version === source.version) shown.set(key, output);
	return output;
}

async function loadAndRender<T extends Shown>(
	task: T,
	{ publicationId, postId, load }: Source,
	input: Omit<Input<T>, 'doc'>,
	instead: (doc: unknown) => Output<T>
): Promise<Rendered<T>> {
	const { doc: whole, teaser, version } = await load();
	const doc = whole ?? teaser;
	const withDoc = { ...input, doc } as Input<T>;
	if (overLimit(doc, smallDocuments) === null) {
		const run = tasks[task] as (input: Input<T>) => Output<T>;
		return { version, output: run(withDoc) };
	}
	const document = `${task} ${postId} ${version}`;
	if (tooLong.has(document)) return { version, output: instead(doc) };
	try {
		return { version, output: await runInWorker(publicationId, task, withDoc, rendering.budget) };
	} catch (error) {
		if (error instanceof TooBusy) throw new AppError('unavailable', 503, { cause: error });
		if (!(error instanceof TookTooLong)) throw error;
		remember(document, postId, version, error);
		return { version, output: instead(doc) };
	}
}

function remember(document: string, postId: string, version: string, err: TookTooLong): void {
	const [oldest] = tooLong;
	if (tooLong.size >= rendering.remembered && oldest !== undefined) tooLong.delete(oldest);
	tooLong.add(document);
	rootLog().error({ err, postId, version }, 'a document took too long to render');
}

function plain(doc: unknown): RenderedText {
	const text = plainHtml(doc, rendering.plainLength);
	const note = text
		? 'This text is too large to be shown as it was written. Its words follow without their form.'
		: 'This text is too large to be shown right now.';
	return { html: `<p><em>${note}</em></p>${text}`, dropCap: false };
}
