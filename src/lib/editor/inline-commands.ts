import { Extension, InputRule, type Editor } from '@tiptap/core';
import { NodeSelection } from '@tiptap/pm/state';
import { focusFace } from './blocks/focus';

/** Puts a note behind the selection and the caret into it. */
export function insertFootnote(editor: Editor): void {
	insertAtom(editor, 'footnote');
}

/** Puts a formula into the line; words that are selected become its source. */
export function insertFormula(editor: Editor): void {
	const { from, to, $from, $to } = editor.state.selection;
	const latex = $from.sameParent($to) ? editor.state.doc.textBetween(from, to) : '';
	if (latex !== '') editor.commands.deleteSelection();
	insertAtom(editor, 'mathInline', { latex });
}

function insertAtom(editor: Editor, name: string, attrs?: Record<string, string>): void {
	const { view, schema } = editor;
	const { tr, selection } = view.state;
	const node = schema.nodes[name]?.create(attrs);
	const { parent } = selection.$to;
	if (!node || !parent.type.contentMatch.matchType(node.type)) return;
	tr.insert(selection.to, node);
	tr.setSelection(NodeSelection.create(tr.doc, selection.to));
	view.dispatch(tr);
	focusFace(view, selection.to);
}

/** Keys and Markdown of what stands in a line: `^[a note]` and `$$x^2$$`. */
export const InlineKeys = Extension.create({
	name: 'inlineKeys',
	addKeyboardShortcuts() {
		return {
			'Mod-Alt-f': () => (insertFootnote(this.editor), true),
			'Mod-Alt-m': () => (insertFormula(this.editor), true),
			'Mod-,': () => this.editor.commands.toggleMark('subscript'),
			'Mod-.': () => this.editor.commands.toggleMark('superscript')
		};
	},
	addInputRules() {
		const { nodes } = this.editor.schema;
		return [
			new InputRule({
				find: /\^\[([^\]]{1,500})\]$/,
				handler: ({ state, range, match }) => {
					const note = nodes.footnote?.create(null, state.schema.text(match[1] ?? ''));
					if (note) state.tr.replaceWith(range.from, range.to, note);
				}
			}),
			new InputRule({
				find: /\$\$([^$]{1,500})\$\$$/,
				handler: ({ state, range, match }) => {
					const formula = nodes.mathInline?.create({ latex: (match[1] ?? '').trim() });
					if (formula) state.tr.replaceWith(range.from, range.to, formula);
				}
			}),
			new InputRule({
				find: /^\$\$\s$/,
				handler: ({ state, range }) => {
					const formula = nodes.mathBlock?.create();
					const { $from } = state.selection;
					if (!formula || $from.parent.type.name !== 'paragraph') return;
					if (!$from.node(-1).canReplaceWith($from.index(-1), $from.index(-1) + 1, formula.type)) {
						return;
					}
					const before = $from.before();
					state.tr.replaceWith(before, range.to + 1, formula);
					state.tr.setSelection(NodeSelection.create(state.tr.doc, before));
				}
			})
		];
	}
});
