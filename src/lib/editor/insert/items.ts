import type { LucideIcon } from '@lucide/svelte';
import AudioLines from '@lucide/svelte/icons/audio-lines';
import Bookmark from '@lucide/svelte/icons/bookmark';
import CodeXml from '@lucide/svelte/icons/code-xml';
import FileUp from '@lucide/svelte/icons/file-up';
import Film from '@lucide/svelte/icons/film';
import Asterisk from '@lucide/svelte/icons/asterisk';
import Globe from '@lucide/svelte/icons/globe';
import Heading2 from '@lucide/svelte/icons/heading-2';
import Heading3 from '@lucide/svelte/icons/heading-3';
import Heading4 from '@lucide/svelte/icons/heading-4';
import ImageIcon from '@lucide/svelte/icons/image';
import Images from '@lucide/svelte/icons/images';
import Info from '@lucide/svelte/icons/info';
import List from '@lucide/svelte/icons/list';
import ListCollapse from '@lucide/svelte/icons/list-collapse';
import ListOrdered from '@lucide/svelte/icons/list-ordered';
import LockKeyhole from '@lucide/svelte/icons/lock-keyhole';
import Mail from '@lucide/svelte/icons/mail';
import MessageSquareQuote from '@lucide/svelte/icons/message-square-quote';
import Minus from '@lucide/svelte/icons/minus';
import Pilcrow from '@lucide/svelte/icons/pilcrow';
import Quote from '@lucide/svelte/icons/quote';
import Radical from '@lucide/svelte/icons/radical';
import Sigma from '@lucide/svelte/icons/sigma';
import SquareCode from '@lucide/svelte/icons/square-code';
import MousePointer from '@lucide/svelte/icons/square-mouse-pointer';
import Table from '@lucide/svelte/icons/table';
import type { Editor, JSONContent } from '@tiptap/core';
import { audioTypes, imageTypes, videoTypes } from '$lib/schemas/media';
import { hasPaywall } from '../commands';
import { insertFootnote, insertFormula } from '../inline-commands';
import { servicesOf } from '../services';
import { placeFiles } from '../upload/place';
import { canInsert, insertBlock } from './insert-block';
import type { Question } from './questions';

export interface InsertContext {
	editor: Editor;
	/** Asks for an address before the block can be made. */
	ask: (question: Question) => void;
}

export interface InsertItem {
	name: string;
	/** At the right edge: what it is, or what to type instead. */
	hint: string;
	group: string;
	icon: LucideIcon;
	/** What else people call it. */
	words: string;
	/** The node it makes. */
	node: string;
	/** Stands in a line of text, and is offered there too. */
	inline?: true;
	run: (context: InsertContext) => void;
}

const text = (type: string, attrs?: JSONContent['attrs']) => ({ type, ...(attrs && { attrs }) });
const paragraph = { type: 'paragraph' };
const line = (node: string) => ({ type: node, content: [{ type: 'paragraph' }] });
const cells = (type: string) => Array.from({ length: 3 }, () => line(type));
const table = {
	type: 'table',
	content: ['tableHeader', 'tableCell', 'tableCell'].map((type) => ({
		type: 'tableRow',
		content: cells(type)
	}))
};

/** Puts in a block that the caret goes into. */
const put = (json: JSONContent) => (context: InsertContext) => insertBlock(context.editor, json);
const putField = (json: JSONContent) => (context: InsertContext) =>
	insertBlock(context.editor, json, { select: 'field' });

function files(accept: readonly string[], options: { multiple?: boolean; gallery?: boolean } = {}) {
	return async ({ editor }: InsertContext) => {
		const { multiple = false, gallery = false } = options;
		const chosen = await servicesOf(editor).choose(accept.join(','), multiple);
		await placeFiles(editor, chosen, { gallery });
	};
}

/** Everything that can be put into a text, in the order of the menu. */
export const items: readonly InsertItem[] = [
	...group('Text', [
		['Paragraph', 'plain text', Pilcrow, 'text', 'paragraph', set('setParagraph')],
		['Heading', '##', Heading2, 'title section h2', 'heading', heading(2)],
		['Smaller heading', '###', Heading3, 'subtitle h3', 'heading', heading(3)],
		['Smallest heading', '####', Heading4, 'h4', 'heading', heading(4)],
		['List', '-', List, 'bullets points unordered', 'bulletList', set('toggleBulletList')],
		['Numbered list', '1.', ListOrdered, 'ordered', 'orderedList', set('toggleOrderedList')],
		['Quote', '>', Quote, 'citation blockquote', 'blockquote', set('toggleBlockquote')],
		['Pull quote', 'set large', MessageSquareQuote, 'cite', 'pullQuote', put(text('pullQuote'))],
		['Code', '```', CodeXml, 'program source', 'codeBlock', put(text('codeBlock'))],
		['Break', '---', Minus, 'divider rule line', 'horizontalRule', putBreak]
	]),
	...group('Pictures and files', [
		['Picture', 'from a file', ImageIcon, 'image photo figure', 'image', files(imageTypes)],
		[
			'Gallery',
			'several pictures',
			Images,
			'images photos',
			'gallery',
			files(imageTypes, { multiple: true, gallery: true })
		],
		['Film', 'MP4, WebM', Film, 'video movie', 'video', files(videoTypes)],
		['Sound', 'MP3, M4A, Ogg', AudioLines, 'audio podcast music', 'audio', files(audioTypes)],
		['File', 'to take along', FileUp, 'pdf epub zip csv download', 'file', files([])]
	]),
	...group('From elsewhere', [
		['Embed', 'a player or a post', Globe, 'youtube vimeo video social', 'embed', asking('embed')],
		['Bookmark', 'a page, as a card', Bookmark, 'link card', 'bookmark', asking('bookmark')]
	]),
	...group('Boxes', [
		['Callout', 'set apart', Info, 'note box tip warning aside', 'callout', put(line('callout'))],
		[
			'Toggle',
			'folded away',
			ListCollapse,
			'details accordion fold',
			'toggle',
			put({ type: 'toggle', content: [{ type: 'toggleSummary' }, paragraph] })
		],
		['Table', 'rows and columns', Table, 'grid', 'table', put(table)],
		['Button', 'a link to press', MousePointer, 'call action', 'button', asking('button')],
		['Sign-up', 'to subscribe here', Mail, 'newsletter form', 'signup', putField(text('signup'))],
		['Paywall', 'paid from here', LockKeyhole, 'members teaser', 'paywall', putPaywall],
		['Formula', '$$', Sigma, 'math latex equation', 'mathBlock', putField(text('mathBlock'))],
		['HTML', 'as it is', SquareCode, 'markup source', 'html', putField(text('html'))]
	]),
	...group('In the line', [
		['Footnote', 'Ctrl Alt F', Asterisk, 'note reference', 'footnote', onEditor(insertFootnote)],
		['Formula in the line', '$$x$$', Radical, 'math latex', 'mathInline', onEditor(insertFormula)]
	]).map((item): InsertItem => ({ ...item, inline: true }))
];

/** What fits where the caret is, and what was typed; what begins with it first. */
export function matching(editor: Editor, typed: string, inlineOnly: boolean): InsertItem[] {
	const query = typed.trim().toLowerCase();
	return items
		.filter((item) => (item.inline || !inlineOnly) && isPossible(editor, item))
		.map((item) => ({ item, rank: rank(item, query) }))
		.filter(({ rank }) => rank < 3)
		.sort((a, b) => (query === '' ? 0 : a.rank - b.rank))
		.map(({ item }) => item);
}

function rank({ name, words }: InsertItem, query: string): number {
	if (name.toLowerCase().startsWith(query)) return 0;
	if (words.split(' ').some((word) => word.startsWith(query))) return 1;
	return name.toLowerCase().includes(query) ? 2 : 3;
}

function isPossible(editor: Editor, item: InsertItem): boolean {
	const type = editor.schema.nodes[item.node];
	if (!type) return false;
	if (item.inline)
		return editor.state.selection.$from.parent.type.contentMatch.matchType(type) !== null;
	if (item.node === 'paywall') return !hasPaywall(editor);
	return item.node === 'paragraph' || canInsert(editor, type);
}

type Row = [string, string, LucideIcon, string, string, (context: InsertContext) => unknown];

function group(name: string, rows: Row[]): InsertItem[] {
	return rows.map(([title, hint, icon, words, node, run]) => ({
		...{ name: title, hint, icon, words, node, group: name },
		run: (context) => void run(context)
	}));
}

function set(
	command: 'setParagraph' | 'toggleBulletList' | 'toggleOrderedList' | 'toggleBlockquote'
) {
	return ({ editor }: InsertContext) => editor.chain().focus()[command]().run();
}

function heading(level: 2 | 3 | 4) {
	return ({ editor }: InsertContext) => editor.chain().focus().toggleHeading({ level }).run();
}

function putBreak({ editor }: InsertContext): void {
	insertBlock(editor, { type: 'horizontalRule' }, { select: 'below' });
}

function putPaywall({ editor }: InsertContext): void {
	insertBlock(editor, { type: 'paywall' }, { select: 'below' });
}

function asking(question: Question) {
	return ({ ask }: InsertContext) => ask(question);
}

function onEditor(run: (editor: Editor) => void) {
	return ({ editor }: InsertContext) => run(editor);
}
