import type { EditorView } from '@tiptap/pm/view';
import { flushSync } from 'svelte';

/** Puts the keyboard on the first field or control of the block at a place; false without one. */
export function focusFace(view: EditorView, position: number): boolean {
	// What the selection has just opened has to be there.
	flushSync();
	const dom = view.nodeDOM(position);
	if (!(dom instanceof HTMLElement)) return false;
	const face = dom.querySelector<HTMLElement>(':scope > [data-face]');
	const control =
		face?.querySelector<HTMLElement>('input, textarea, select, [contenteditable="true"]') ??
		face?.querySelector<HTMLElement>('button');
	control?.focus();
	return Boolean(control);
}
