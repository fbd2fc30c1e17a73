import type { Editor } from '@tiptap/core';
import { Fragment } from '@tiptap/pm/model';
import { NodeSelection, Selection } from '@tiptap/pm/state';
import { readAddress } from './addresses';
import type { Block } from './blocks/block.svelte';

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
	const href = address === '' ? null : readAddress(address);
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

/** Whether there is a mark between what everybody may read and the rest. */
export function hasPaywall({ state }: Editor): boolean {
	return state.doc.content.content.some(({ type }) => type.name === 'paywall');
}

/** Moves a block past its neighbour, and keeps it selected. */
export function moveBlock(
	{ editor, position }: Pick<Block, 'editor' | 'position'>,
	direction: -1 | 1
): boolean {
	const { view } = editor;
	const { tr, doc } = view.state;
	const $at = doc.resolve(position);
	const index = $at.index();
	const { parent, nodeAfter: node } = $at;
	const other = parent.maybeChild(index + direction);
	if (!node || !other) return false;
	const target = direction < 0 ? position - other.nodeSize : position + other.nodeSize;
	const children = parent.content.content.toSpliced(index, 1).toSpliced(index + direction, 0, node);
	if (!parent.type.validContent(Fragment.fromArray(children))) return false;
	const offset = view.state.selection.from - position;
	const isWhole = view.state.selection instanceof NodeSelection;
	tr.delete(position, position + node.nodeSize).insert(target, node);
	tr.setSelection(
		isWhole
			? NodeSelection.create(tr.doc, target)
			: Selection.near(tr.doc.resolve(Math.max(target, target + offset)))
	);
	view.dispatch(tr.scrollIntoView());
	return true;
}
