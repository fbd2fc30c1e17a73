import { Extension } from '@tiptap/core';
import type { EditorState } from '@tiptap/pm/state';
import {
	addRowAfter,
	goToNextCell,
	isInTable,
	selectedRect,
	tableEditing
} from '@tiptap/pm/tables';

/** Selecting cells, and moving between them by Tab. */
export const TableKeys = Extension.create({
	name: 'tableKeys',
	// Before the lists, which use Tab as well.
	priority: 300,
	addKeyboardShortcuts() {
		const move = (direction: 1 | -1) => {
			const { view } = this.editor;
			return goToNextCell(direction)(view.state, view.dispatch);
		};
		return {
			Tab: () => {
				const { view } = this.editor;
				if (!isInTable(view.state) || move(1)) return isInTable(view.state);
				// From an empty last row the key leaves the table: nothing holds it for ever.
				if (isLastRowEmpty(view.state)) return false;
				addRowAfter(view.state, view.dispatch);
				return move(1);
			},
			'Shift-Tab': () => isInTable(this.editor.state) && move(-1)
		};
	},
	addProseMirrorPlugins: () => [tableEditing()]
});

function isLastRowEmpty(state: EditorState): boolean {
	return selectedRect(state).table.lastChild?.textContent === '';
}
