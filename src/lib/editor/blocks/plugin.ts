import { Extension } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { NodeSelection, Plugin, TextSelection, type EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet, type EditorView } from '@tiptap/pm/view';
import { focusFace } from './focus';
import { looks } from './registry';
import { blockViews } from './view.svelte';
import { keyHandler } from '../../components/composition';

/** Shows the blocks by their components, and says which of them the selection is in. */
export const Blocks = Extension.create({
	name: 'blocks',
	// Before the keys of the lists and the text.
	priority: 200,
	addProseMirrorPlugins() {
		return [
			new Plugin({
				props: {
					nodeViews: blockViews(this.editor, looks),
					decorations: markActive,
					handleKeyDown: keyHandler((view, event) => event.key === 'Enter' && enterFace(view)),
					handleTextInput: (view, _from, _to, text) => typeBelow(view, text),
					handleClick: (view, _, event) => writeBelowLast(view, event)
				}
			})
		];
	}
});

function enterFace(view: EditorView): boolean {
	const { selection } = view.state;
	return selection instanceof NodeSelection && focusFace(view, selection.from);
}

function markActive({ selection, doc }: EditorState): DecorationSet {
	const active: Decoration[] = [];
	const mark = (node: Node, at: number) => {
		if (!(node.type.name in looks)) return;
		active.push(Decoration.node(at, at + node.nodeSize, { class: 'active' }, { active: true }));
	};
	const { $from, $to } = selection;
	for (let depth = 1; depth <= $from.sharedDepth($to.pos); depth += 1) {
		mark($from.node(depth), $from.before(depth));
	}
	if (selection instanceof NodeSelection) mark(selection.node, selection.from);
	return DecorationSet.create(doc, active);
}

/** A selected block is not typed over: the letters go into a new paragraph below it. */
function typeBelow(view: EditorView, text: string): boolean {
	const { selection, schema, tr } = view.state;
	const paragraph = schema.nodes.paragraph;
	if (!(selection instanceof NodeSelection) || !selection.node.isBlock || !paragraph) return false;
	const $after = tr.doc.resolve(selection.to);
	if (!$after.parent.canReplaceWith($after.index(), $after.index(), paragraph)) return true;
	const below = tr.insert(selection.to, paragraph.create(null, schema.text(text)));
	below.setSelection(TextSelection.create(below.doc, selection.to + 1 + text.length));
	view.dispatch(below.scrollIntoView());
	return true;
}

/** A press below everything begins a paragraph there, when the last block is none. */
function writeBelowLast(view: EditorView, event: MouseEvent): boolean {
	const last = view.dom.lastElementChild;
	if (event.target !== view.dom || !last) return false;
	if (event.clientY < last.getBoundingClientRect().bottom) return false;
	const { tr, schema, doc } = view.state;
	const paragraph = schema.nodes.paragraph;
	if (!paragraph || doc.lastChild?.type === paragraph) return false;
	tr.insert(doc.content.size, paragraph.create());
	tr.setSelection(TextSelection.create(tr.doc, tr.doc.content.size - 1));
	view.dispatch(tr);
	return true;
}
