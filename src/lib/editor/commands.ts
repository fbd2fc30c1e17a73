import type { Editor } from '@tiptap/core';
import { NodeSelection } from '@tiptap/pm/state';
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
	const chain = editor.chain().focus().extendMarkRange('link');
	if (typed.trim() === '') return chain.unsetLink().run();
	const href = safeLink(complete(typed.trim()));
	if (href === null) return false;
	if (!editor.state.selection.empty || editor.isActive('link')) return chain.setLink({ href }).run();
	const mark = { type: 'link', attrs: { href } };
	return editor.chain().focus().insertContent({ type: 'text', text: typed.trim(), marks: [mark] }).run();
}

/** `example.org/a` and `joan@example.org` are what people type. */
function complete(typed: string): string {
	if (/^[a-z][a-z0-9+.-]*:|^[/#]/i.test(typed)) return typed;
	return /^[^\s@/]+@[^\s@/]+$/.test(typed) ? `mailto:${typed}` : `https://${typed}`;
}

/** Puts a picture at a place of the text, between its blocks, with room to write on below it. */
export function insertPicture(editor: Editor, { id, ...picture }: Uploaded, position?: number): void {
	const at = Math.min(position ?? editor.state.selection.to, editor.state.doc.content.size);
	const attrs = { mediaId: id, ...picture, alt: '', caption: '' };
	editor.chain().focus().insertContentAt(at, { type: 'image', attrs }).run();
	const { doc } = editor.state;
	if (doc.lastChild?.type.name === 'image') {
		editor.commands.insertContentAt(doc.content.size, { type: 'paragraph' });
	}
}

/** Puts the paywall below the block that holds the selection, or takes it away. */
export function togglePaywall(editor: Editor): void {
	const { state } = editor;
	let place: number | null = null;
	state.doc.forEach((node, offset) => {
		if (node.type.name === 'paywall') place = offset;
	});
	if (place !== null) {
		editor.chain().focus().deleteRange({ from: place, to: place + 1 }).run();
		return;
	}
	const { $to } = state.selection;
	const after = $to.depth === 0 ? $to.pos : $to.after(1);
	editor.chain().focus().insertContentAt(after, { type: 'paywall' }).run();
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
	caption: string;
}

/** The picture that is selected, or null. */
export function pictureAt(editor: Editor): SelectedPicture | null {
	const { selection } = editor.state;
	if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'image') return null;
	const { alt, caption } = selection.node.attrs;
	return { position: selection.from, alt: String(alt), caption: String(caption) };
}

/** Changes the words of a picture; it stays selected meanwhile. */
export function describePicture(
	editor: Editor,
	position: number,
	words: Partial<Record<'alt' | 'caption', string>>
): void {
	editor
		.chain()
		.command(({ tr }) => {
			for (const [name, value] of Object.entries(words)) tr.setNodeAttribute(position, name, value);
			return true;
		})
		.run();
}
