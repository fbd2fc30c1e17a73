import type { Editor, JSONContent } from '@tiptap/core';
import type { Node, NodeType, ResolvedPos } from '@tiptap/pm/model';
import { NodeSelection, TextSelection, type Transaction } from '@tiptap/pm/state';
import { focusFace } from '../blocks/focus';

interface Options {
	/** A place in the text; the selection when left out. */
	at?: number;
	/** Where the caret goes: into the text of the block, onto its first field, or on the block. */
	select?: 'inside' | 'field' | 'node' | 'below';
}

/** Whether a block of a type may stand where the selection is. */
export function canInsert({ state }: Editor, type: NodeType): boolean {
	return findPlace(state.doc.resolve(state.selection.to), type) !== null;
}

/**
 * Puts a block into the text: in the place of an empty paragraph, or below the block that holds the
 * caret, with room to go on writing behind it.
 */
export function insertBlock(
	editor: Editor,
	json: JSONContent,
	{ at, select = 'inside' }: Options = {}
): void {
	const { view, schema } = editor;
	const { tr } = view.state;
	const node = schema.nodeFromJSON(json);
	const $at = tr.doc.resolve(Math.min(at ?? tr.selection.to, tr.doc.content.size));
	const place = findPlace($at, node.type);
	if (!place) return;
	tr.replaceWith(place.from, place.to, node);
	const after = place.from + node.nodeSize;
	makeRoom(tr, after);
	if (select === 'below') tr.setSelection(TextSelection.near(tr.doc.resolve(after + 1)));
	else if (select === 'inside') tr.setSelection(inside(tr, place.from, node));
	else tr.setSelection(NodeSelection.create(tr.doc, place.from));
	view.dispatch(tr.scrollIntoView());
	if (select !== 'field' || !focusFace(view, place.from)) view.focus();
}

/** The nearest place from inside out; an empty paragraph makes room where it may go. */
function findPlace($at: ResolvedPos, type: NodeType): { from: number; to: number } | null {
	for (let depth = $at.depth; depth > 0; depth -= 1) {
		const parent = $at.node(depth - 1);
		const index = $at.index(depth - 1);
		const node = $at.node(depth);
		const isEmpty = node.type.name === 'paragraph' && node.content.size === 0;
		if (isEmpty && parent.canReplaceWith(index, index + 1, type)) {
			return { from: $at.before(depth), to: $at.after(depth) };
		}
		if (parent.canReplaceWith(index + 1, index + 1, type)) {
			return { from: $at.after(depth), to: $at.after(depth) };
		}
	}
	const index = $at.index(0);
	if ($at.depth > 0 || !$at.parent.canReplaceWith(index, index, type)) return null;
	return { from: $at.pos, to: $at.pos };
}

function makeRoom(tr: Transaction, after: number): void {
	const paragraph = tr.doc.type.schema.nodes.paragraph;
	const $after = tr.doc.resolve(after);
	if ($after.nodeAfter !== null || !paragraph) return;
	if ($after.parent.canReplaceWith($after.index(), $after.index(), paragraph)) {
		tr.insert(after, paragraph.create());
	}
}

function inside(tr: Transaction, from: number, node: Node) {
	const selection = TextSelection.near(tr.doc.resolve(from + 1));
	return selection.from < from + node.nodeSize ? selection : NodeSelection.create(tr.doc, from);
}
