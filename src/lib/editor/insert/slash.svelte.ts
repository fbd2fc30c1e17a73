import { Extension, type Editor } from '@tiptap/core';
import { Plugin, TextSelection, type EditorState } from '@tiptap/pm/state';
import { matching, type InsertContext, type InsertItem } from './items';
import { keyHandler } from '../../components/composition';

/** What was typed since the slash, and where it stands. */
interface Typed {
	from: number;
	to: number;
	query: string;
	/** There is text before it in its line. */
	inLine: boolean;
}

/** The menu that a slash opens, of either width: on an empty line everything, behind a word what stands in a line. */
export class SlashMenu {
	typed = $state.raw<Typed | null>(null);
	items = $state.raw<InsertItem[]>([]);
	index = $state(0);
	/** Where the slash stands that was waved away. */
	#dismissed: number | null = null;
	/** The button at the line's edge put it there, and takes it back. */
	#byButton = false;
	readonly #context: () => InsertContext | null;

	constructor(context: () => InsertContext | null) {
		this.#context = context;
	}

	get open(): boolean {
		return this.typed !== null && this.items.length > 0;
	}

	/** At every change of the editor. */
	follow(editor: Editor): void {
		const typed = editor.isEditable ? slashAt(editor.state) : null;
		if (typed === null || typed.from !== this.#dismissed) this.#dismissed = null;
		if (typed === null || typed.from === this.#dismissed) return this.#close();
		if (typed.query === this.typed?.query && typed.from === this.typed.from) return;
		this.typed = typed;
		this.index = 0;
		this.items = matching(editor, typed.query, typed.inLine);
	}

	/** Opens it from a button: below the block that holds the caret, when something stands there. */
	openAt(editor: Editor): void {
		const caret = editor.state.selection.$from;
		const isEmptyLine = caret.parent.type.name === 'paragraph' && caret.parent.content.size === 0;
		const chain = editor.chain().focus();
		if (!isEmptyLine) {
			const below = caret.depth === 0 ? caret.pos : caret.after(1);
			chain.insertContentAt(below, { type: 'paragraph' }).setTextSelection(below + 1);
		}
		this.#byButton = true;
		chain.insertContent('/').run();
	}

	key(event: KeyboardEvent): boolean {
		if (!this.open) return false;
		const count = this.items.length;
		if (event.key === 'ArrowDown') this.index = (this.index + 1) % count;
		else if (event.key === 'ArrowUp') this.index = (this.index + count - 1) % count;
		else if (event.key === 'Enter' || event.key === 'Tab') this.choose(this.items[this.index]);
		else if (event.key === 'Escape') this.dismiss();
		else return false;
		return true;
	}

	choose(item: InsertItem | undefined): void {
		const context = this.#context();
		const { typed } = this;
		if (!item || !context || !typed) return;
		this.#close();
		context.editor.chain().focus().deleteRange(typed).run();
		item.run(context);
	}

	dismiss(): void {
		const editor = this.#context()?.editor;
		const { typed } = this;
		if (!typed) return;
		this.#dismissed = typed.from;
		if (this.#byButton) editor?.commands.deleteRange(typed);
		this.#close();
	}

	#close(): void {
		this.#byButton &&= this.typed === null;
		this.typed = null;
		this.items = [];
	}
}

/** Gives the keys to the menu while it is open. */
export function slashKeys(menu: SlashMenu) {
	return Extension.create({
		name: 'slashKeys',
		priority: 1000,
		addProseMirrorPlugins: () => [
			new Plugin({ props: { handleKeyDown: keyHandler((_, event) => menu.key(event)) } })
		]
	});
}

function slashAt({ selection }: EditorState): Typed | null {
	const caret = selection.$from;
	if (!(selection instanceof TextSelection) || !selection.empty) return null;
	if (caret.parent.type.name !== 'paragraph') return null;
	const before = caret.parent.textBetween(0, caret.parentOffset, undefined, '\ufffc');
	const match = /(^|\s)[/／]([\p{L}\p{N}][\p{L}\p{N} -]{0,24})?$/u.exec(before);
	if (!match) return null;
	const query = match[2] ?? '';
	const length = query.length + 1;
	const to = caret.pos;
	const isWhole = before.length === length && caret.parentOffset === caret.parent.content.size;
	return { from: to - length, to, query, inLine: !isWhole };
}
