import { Extension, type Editor } from '@tiptap/core';
import { Node, Slice } from '@tiptap/pm/model';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { placeFiles } from '../upload/place';
import { looksLikeMarkdown } from './markdown-look';

/** An address that was pasted on a line of its own, and where its text stands. */
export interface Pasted {
	url: string;
	from: number;
	to: number;
}

interface Options {
	/** It may become more than a link. */
	onaddress: (pasted: Pasted) => void;
}

/** Everything that comes into the text from outside: pages, plain text, Markdown, files. */
export function pasting(options: Options) {
	return Extension.create({
		name: 'pasting',
		priority: 500,
		addProseMirrorPlugins() {
			const { editor } = this;
			return [
				new Plugin({
					props: {
						handlePaste: (view, event) => paste(editor, view, event, options),
						handleDrop(view, event, _, moved) {
							const files = [...(event.dataTransfer?.files ?? [])];
							// A block that is moved inside the text is no file.
							if (moved || files.length === 0) return false;
							const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
							event.preventDefault();
							void placeFiles(editor, files, { position: at?.pos });
							return true;
						}
					}
				})
			];
		}
	});
}

function paste(editor: Editor, view: EditorView, event: ClipboardEvent, options: Options): boolean {
	const data = event.clipboardData;
	if (!data || view.state.selection.$from.parent.type.spec.code) return false;
	const html = data.getData('text/html');
	const text = data.getData('text/plain');
	const files = [...data.files];
	// A picture copied from a page comes as a file and as the HTML around it.
	if (files.length > 0 && text.trim() === '') {
		void placeFiles(editor, files);
		return true;
	}
	if (html.includes('data-pm-slice')) return false;
	if (isAddress(text.trim())) return pasteAddress(view, text.trim(), options);
	if (html !== '') void insertHtml(editor, html);
	else if (looksLikeMarkdown(text)) void insertMarkdown(editor, text);
	else return false;
	return true;
}

/** The readers of HTML are loaded with the first paste; what is typed meanwhile goes before it. */
async function insertHtml(editor: Editor, html: string): Promise<void> {
	const { htmlToDoc } = await import('../../content/html-to-doc');
	if (editor.isDestroyed) return;
	const { content } = Node.fromJSON(editor.schema, htmlToDoc(html));
	const { view } = editor;
	const slice = Slice.maxOpen(content, false);
	view.dispatch(view.state.tr.replaceSelection(slice).scrollIntoView().setMeta('paste', true));
}

async function insertMarkdown(editor: Editor, text: string): Promise<void> {
	const { markdownToHtml } = await import('./markdown');
	await insertHtml(editor, markdownToHtml(text));
}

function isAddress(text: string): boolean {
	return /^https?:\/\/\S+$/.test(text) && URL.canParse(text);
}

/** On a line of its own it becomes a link, and more is offered; elsewhere the link's own rules hold. */
function pasteAddress(view: EditorView, url: string, { onaddress }: Options): boolean {
	const { selection, tr, schema: own } = view.state;
	const { $from } = selection;
	const link = own.marks.link;
	const isOwnLine = $from.parent.type.name === 'paragraph' && $from.parent.content.size === 0;
	if (!selection.empty || !isOwnLine || !link) return false;
	tr.insert($from.pos, own.text(url, [link.create({ href: url })])).removeStoredMark(link);
	view.dispatch(tr.scrollIntoView());
	onaddress({ url, from: $from.pos, to: $from.pos + url.length });
	return true;
}
