import { overLimit } from '$lib/content/over-limit';
import { plainHtml } from '$lib/content/plain-html';
import type { RenderOptions } from '$lib/content/render-html';
import { documents, rendering, smallDocuments } from '$lib/limits';
import { AppError } from '../errors';
import { rootLog } from '../root-log';
import { runInWorker, TooBusy, TookTooLong } from './pool';
import { tasks, type Checked, type Input, type Output, type RenderedText } from './tasks';

/** A document, and what tells it from all others. */
export interface Source {
	/** Whose document it is: those of other publications do not wait for it. */
	publicationId: string;
	postId: string;
	doc: unknown;
	/** Names this state of the document: another text of the same post has another one. */
	version: string;
}

/** Tasks that are under way, so that many readers of a document wait for one rendering. */
const underWay = new Map<string, Promise<unknown>>();

/** Tasks that took too long. The oldest are forgotten first. */
const tooLong = new Set<string>();

/**
 * The text of a post as HTML. A text that takes too long is shown as plain text, or as a sentence when
 * it has none.
 * @throws {AppError} `unavailable` when too many documents wait
 */
export async function renderPost(
	source: Source,
	options: RenderOptions
): Promise<RenderedText & { words: number }> {
	return (
		(await render('post', source, { doc: source.doc, options })) ?? { ...plain(source), words: 0 }
	);
}

/** The first paragraphs of a post, until they have `words` words; nothing when that takes too long. */
export async function renderOpening(source: Source, words: number): Promise<RenderedText> {
	const input = { doc: source.doc, words };
	return (await render('opening', source, input)) ?? { html: '', dropCap: false };
}

/** A post for a feed; plain text when that takes too long. */
export async function renderFeedItem(source: Source, options: RenderOptions): Promise<string> {
	return (await render('feed', source, { doc: source.doc, options })) ?? plain(source).html;
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

/** The output of a task; null when it took too long, now or before. */
async function render<T extends 'post' | 'opening' | 'feed'>(
	task: T,
	source: Source,
	input: Input<T>
): Promise<Output<T> | null> {
	if (overLimit(source.doc, smallDocuments) === null) {
		const run = tasks[task] as (input: Input<T>) => Output<T>;
		return run(input);
	}
	const document = `${task} ${source.postId} ${source.version}`;
	if (tooLong.has(document)) return null;
	const key = `${document} ${JSON.stringify({ ...input, doc: undefined })}`;
	const before = underWay.get(key) as Promise<Output<T>> | undefined;
	const rendered =
		before ??
		runInWorker(source.publicationId, task, input, rendering.budget).finally(() =>
			underWay.delete(key)
		);
	underWay.set(key, rendered);
	try {
		return await rendered;
	} catch (error) {
		if (error instanceof TooBusy) throw new AppError('unavailable', 503, { cause: error });
		if (!(error instanceof TookTooLong)) throw error;
		if (!before) remember(document, source, error);
		return null;
	}
}

function remember(document: string, { postId, version }: Source, err: TookTooLong): void {
	const [oldest] = tooLong;
	if (tooLong.size >= rendering.remembered && oldest !== undefined) tooLong.delete(oldest);
	tooLong.add(document);
	rootLog().error({ err, postId, version }, 'a document took too long to render');
}

function plain({ doc }: Source): RenderedText {
	const text = plainHtml(doc, rendering.plainLength);
	const note = text
		? 'This text is too large to be shown as it was written. Its words follow without their form.'
		: 'This text is too large to be shown right now.';
	return { html: `<p><em>${note}</em></p>${text}`, dropCap: false };
}
