import { Extension, type Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import { moveBlock } from './commands';

/** Moves the block of the document that holds the selection up or down by one. */
export function moveTopBlock(editor: Editor, direction: -1 | 1): boolean {
	const moved = moveBlock({ editor, position: topPosition(editor) }, direction);
	editor.view.focus();
	return moved;
}

/** Puts the same again below it. A paywall stays the only one. */
export function copyTopBlock(editor: Editor): void {
	const { view } = editor;
	const { tr } = view.state;
	const position = topPosition(editor);
	const node = tr.doc.nodeAt(position);
	if (!node || node.type.name === 'paywall') return;
	view.dispatch(tr.insert(position + node.nodeSize, node).scrollIntoView());
	view.focus();
}

export function removeTopBlock(editor: Editor): void {
	const { view } = editor;
	const { tr, schema } = view.state;
	const position = topPosition(editor);
	const node = tr.doc.nodeAt(position);
	if (!node) return;
	const rest = tr.doc.childCount > 1 ? [] : (schema.nodes.paragraph?.create() ?? []);
	tr.replaceWith(position, position + node.nodeSize, rest);
	tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(position, tr.doc.content.size))));
	view.dispatch(tr.scrollIntoView());
	view.focus();
}

/** Blocks are moved by keys as well. */
export const moving = Extension.create({
	name: 'moving',
	addKeyboardShortcuts() {
		return {
			'Alt-Shift-ArrowUp': () => moveTopBlock(this.editor, -1),
			'Alt-Shift-ArrowDown': () => moveTopBlock(this.editor, 1)
		};
	}
});

/** Where the block of the document that holds the selection begins. */
export function topPosition({ state }: Editor): number {
	const { $from, from } = state.selection;
	return $from.depth === 0 ? from : $from.before(1);
}
