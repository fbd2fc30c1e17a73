import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { NodeSelection, TextSelection } from '@tiptap/pm/state';
import type { Uploaded } from '$lib/schemas/media';
import { safeLink } from '../content/attributes';

/** What the toolbar shows as pressed, and whether anything can be undone. */
export function formatAt(editor: Editor) {
	return {
		bold: editor.isActive('bold'),
		italic: editor.isActive('italic'),
		link: editor.isActive('link'),
		code: editor.isActive('code'),
		h2: editor.isActive('heading', { level: 2 }),
		h3: editor.isActive('heading', { level: 3 }),
		bulletList: editor.isActive('bulletList'),
		orderedList: editor.isActive('orderedList'),
		blockquote: editor.isActive('blockquote'),
		codeBlock: editor.isActive('codeBlock'),
		canUndo: editor.can().undo(),
		canRedo: editor.can().redo(),
		hasPaywall: hasPaywall(editor)
	};
}

/** Where the link at the selection leads; empty without one. */
export function linkAt(editor: Editor): string {
	const { href }: { href?: unknown } = editor.getAttributes('link');
	return typeof href === 'string' ? href : '';
}

/**
 * Links the selection, or the whole link around it; an empty address takes the link away.
 * @returns false when the address is none that may be stored
 */
export function setLink(editor: Editor, typed: string): boolean {
	const address = typed.trim();
	const href = address === '' ? null : safeLink(complete(address));
	if (address !== '' && href === null) return false;
	const chain = editor.chain().extendMarkRange('link');
	if (href === null) chain.unsetLink().run();
	else if (!editor.state.selection.empty || editor.isActive('link')) chain.setLink({ href }).run();
	else insertLink(editor, address, href);
	editor.view.focus();
	return true;
}

function insertLink(editor: Editor, text: string, href: string): void {
	const marks = [{ type: 'link', attrs: { href } }];
	editor.commands.insertContent({ type: 'text', text, marks });
}

/** `example.org/a` and `joan@example.org` are what people type. */
function complete(typed: string): string {
	if (/^[a-z][a-z0-9+.-]*:|^[/#]/i.test(typed)) return typed;
	return /^[^\s@/]+@[^\s@/]+$/.test(typed) ? `mailto:${typed}` : `https://${typed}`;
}

/** Puts a picture at a place of the text, with room to write on below it, and selects it. */
export function insertPicture(
	editor: Editor,
	{ id, ...picture }: Uploaded,
	position?: number
): void {
	const at = Math.min(position ?? editor.state.selection.to, editor.state.doc.content.size);
	const attrs = { mediaId: id, ...picture, alt: '' };
	editor
		.chain()
		.insertContentAt(at, { type: 'image', attrs })
		.command(({ tr, state }) => {
			const paragraph = state.schema.nodes.paragraph?.create();
			if (paragraph && tr.doc.lastChild?.type.name === 'image') {
				tr.insert(tr.doc.content.size, paragraph);
			}
			tr.doc.descendants((node, position) => {
				if (node.attrs.mediaId !== id) return;
				tr.setSelection(NodeSelection.create(tr.doc, position));
			});
			return true;
		})
		.run();
	editor.view.focus();
}

/** Puts the paywall below the block that holds the selection, or takes it away. */
export function togglePaywall(editor: Editor): void {
	const { state } = editor;
	let place: number | null = null;
	state.doc.forEach((node, offset) => {
		if (node.type.name === 'paywall') place = offset;
	});
	if (place !== null) {
		editor.commands.deleteRange({ from: place, to: place + 1 });
		editor.view.focus();
		return;
	}
	const { $from, $to } = state.selection;
	const after = $to.depth === 0 ? $to.pos : $to.after(1);
	// An empty paragraph was made room for it; at the end there has to be room below it.
	const isRoom = $from.depth === 1 && $from.parent.isTextblock && $from.parent.content.size === 0;
	const range = { from: isRoom ? $from.before(1) : after, to: after };
	const isEnd = after === state.doc.content.size;
	const blocks = [{ type: 'paywall' }, ...(isEnd ? [{ type: 'paragraph' }] : [])];
	editor
		.chain()
		.insertContentAt(range, blocks)
		.setTextSelection(range.from + 2)
		.run();
	editor.view.focus();
}

function hasPaywall(editor: Editor): boolean {
	let found = false;
	editor.state.doc.forEach((node) => {
		found ||= node.type.name === 'paywall';
	});
	return found;
}

export interface SelectedPicture {
	position: number;
	alt: string;
	hasCaption: boolean;
}

/** The picture that is selected, or that has the caret in its caption; null without one. */
export function pictureAt(editor: Editor): SelectedPicture | null {
	const { selection } = editor.state;
	const { $from } = selection;
	for (let depth = $from.depth; depth > 0; depth -= 1) {
		const node = $from.node(depth);
		if (node.type.name === 'image') return describe(node, $from.before(depth));
	}
	if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'image') return null;
	return describe(selection.node, selection.from);
}

function describe(picture: Node, position: number): SelectedPicture {
	return { position, alt: String(picture.attrs.alt), hasCaption: picture.childCount > 0 };
}

/** Says what a picture shows, for those who cannot see it. The selection stays where it is. */
export function setAlt(editor: Editor, { position }: SelectedPicture, alt: string): void {
	editor.commands.command(({ tr }) => {
		tr.setNodeAttribute(position, 'alt', alt);
		return true;
	});
}

/** Gives a picture a caption and puts the caret there, or takes the caption away. */
export function toggleCaption(editor: Editor, { position, hasCaption }: SelectedPicture): void {
	editor
		.chain()
		.command(({ tr, state }) => {
			const picture = tr.doc.nodeAt(position);
			const caption = state.schema.nodes.caption?.create();
			if (!picture || !caption) return false;
			if (hasCaption) {
				tr.delete(position + 1, position + picture.nodeSize - 1);
				tr.setSelection(NodeSelection.create(tr.doc, position));
			} else {
				tr.insert(position + 1, caption);
				tr.setSelection(TextSelection.create(tr.doc, position + 2));
			}
			return true;
		})
		.run();
	editor.view.focus();
}
