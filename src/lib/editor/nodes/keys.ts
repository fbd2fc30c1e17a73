import type { Editor, KeyboardShortcutCommand } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';

/**
 * Enter in a line that cannot be split goes on in a new paragraph behind it, `up` levels above the
 * text: after a whole figure for its caption.
 */
export function leaveOnEnter(name: string, up: number) {
	return function (this: { editor: Editor }): Record<string, KeyboardShortcutCommand> {
		return {
			Enter: () =>
				this.editor.commands.command(({ state, tr, dispatch }) => {
					const { $from } = state.selection;
					const paragraph = state.schema.nodes.paragraph?.createAndFill();
					if ($from.parent.type.name !== name || !paragraph || $from.depth < up) return false;
					const after = $from.after($from.depth - up + 1);
					const next = tr.doc.nodeAt(after);
					if (!next?.isTextblock) tr.insert(after, paragraph);
					tr.setSelection(TextSelection.near(tr.doc.resolve(after + 1))).scrollIntoView();
					dispatch?.(tr);
					return true;
				})
		};
	};
}
