import type { LucideIcon } from '@lucide/svelte';
import Asterisk from '@lucide/svelte/icons/asterisk';
import Bold from '@lucide/svelte/icons/bold';
import Code from '@lucide/svelte/icons/code';
import Heading2 from '@lucide/svelte/icons/heading-2';
import Heading3 from '@lucide/svelte/icons/heading-3';
import Italic from '@lucide/svelte/icons/italic';
import Link from '@lucide/svelte/icons/link';
import List from '@lucide/svelte/icons/list';
import Plus from '@lucide/svelte/icons/plus';
import Quote from '@lucide/svelte/icons/quote';
import Redo from '@lucide/svelte/icons/redo-2';
import Strikethrough from '@lucide/svelte/icons/strikethrough';
import Subscript from '@lucide/svelte/icons/subscript';
import Superscript from '@lucide/svelte/icons/superscript';
import Undo from '@lucide/svelte/icons/undo-2';
import type { Editor } from '@tiptap/core';
import { hasPaywall } from '../commands';
import { insertFootnote } from '../inline-commands';

/** What the bars show as pressed, and what can be done. */
export type Format = ReturnType<typeof formatAt>;

export function formatAt(editor: Editor) {
	return {
		bold: editor.isActive('bold'),
		italic: editor.isActive('italic'),
		strike: editor.isActive('strike'),
		code: editor.isActive('code'),
		link: editor.isActive('link'),
		subscript: editor.isActive('subscript'),
		superscript: editor.isActive('superscript'),
		h2: editor.isActive('heading', { level: 2 }),
		h3: editor.isActive('heading', { level: 3 }),
		blockquote: editor.isActive('blockquote'),
		bulletList: editor.isActive('bulletList'),
		hasPaywall: hasPaywall(editor),
		canUndo: editor.can().undo(),
		canRedo: editor.can().redo()
	};
}

export interface Tool {
	name: string;
	/** The keys that do the same. */
	keys?: string;
	icon: LucideIcon;
	on?: boolean;
	off?: boolean;
	/** A rule stands before it. */
	begins?: true;
	run: () => void;
}

interface Actions {
	link: () => void;
	insert: () => void;
}

/** What can be done to words that are selected. */
export function bubbleTools(editor: Editor, format: Format, { link }: Actions): Tool[] {
	const toggle = (mark: string) => () => editor.chain().focus().toggleMark(mark).run();
	const { bold, italic, link: isLink, code, strike, subscript, superscript } = format;
	return [
		{ name: 'Bold', keys: 'Ctrl B', icon: Bold, on: bold, run: toggle('bold') },
		{ name: 'Italic', keys: 'Ctrl I', icon: Italic, on: italic, run: toggle('italic') },
		{ name: 'Link', keys: 'Ctrl K', icon: Link, on: isLink, run: link },
		{ name: 'Code', keys: 'Ctrl E', icon: Code, on: code, run: toggle('code') },
		{ name: 'Struck out', icon: Strikethrough, on: strike, run: toggle('strike') },
		...blockTools(editor, format),
		{
			...{ name: 'Raised', keys: 'Ctrl .', icon: Superscript, on: superscript, begins: true },
			run: toggle('superscript')
		},
		{ name: 'Lowered', keys: 'Ctrl ,', icon: Subscript, on: subscript, run: toggle('subscript') },
		{
			...{ name: 'Footnote', keys: 'Ctrl Alt F', icon: Asterisk },
			run: () => insertFootnote(editor)
		}
	];
}

/** The same for a bar over the keyboard of a phone, where nothing is typed with Ctrl. */
export function dockTools(editor: Editor, format: Format, actions: Actions): Tool[] {
	const { canUndo, canRedo, bulletList } = format;
	const [bold, italic, link, code, strike, h2, h3, quote, ...rest] = bubbleTools(
		editor,
		format,
		actions
	);
	return [
		{ name: 'Insert', icon: Plus, run: actions.insert },
		...[bold, italic, link].filter((tool) => tool !== undefined),
		...[h2, h3, quote].filter((tool) => tool !== undefined),
		{
			...{ name: 'List', icon: List, on: bulletList },
			run: () => void editor.chain().focus().toggleBulletList().run()
		},
		...[code, strike].filter((tool) => tool !== undefined),
		...rest,
		{
			...{ name: 'Undo', icon: Undo, off: !canUndo, begins: true },
			run: () => void editor.chain().focus().undo().run()
		},
		{
			...{ name: 'Redo', icon: Redo, off: !canRedo },
			run: () => void editor.chain().focus().redo().run()
		}
	];
}

function blockTools(editor: Editor, { h2, h3, blockquote }: Format): Tool[] {
	const chain = () => editor.chain().focus();
	return [
		{
			...{ name: 'Heading', keys: 'Ctrl Alt 2', icon: Heading2, on: h2, begins: true },
			run: () => void chain().toggleHeading({ level: 2 }).run()
		},
		{
			...{ name: 'Smaller heading', keys: 'Ctrl Alt 3', icon: Heading3, on: h3 },
			run: () => void chain().toggleHeading({ level: 3 }).run()
		},
		{
			...{ name: 'Quote', keys: 'Ctrl Shift B', icon: Quote, on: blockquote },
			run: () => void chain().toggleBlockquote().run()
		}
	];
}
