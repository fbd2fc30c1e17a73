import type { Editor } from '@tiptap/core';
import type { Attachment } from 'svelte/attachments';

/** Room between a line and what floats beside it, in pixels. */
const GAP = 8;
/** Of the bar that stays at the upper edge, and of the one of phones at the lower. */
const EDGE = 64;

/** Puts a menu below a place of the text, or above it where there is no room below. */
export function placeBelow(editor: Editor, position: number): Attachment<HTMLElement> {
	return (element) => {
		const frame = element.offsetParent?.getBoundingClientRect();
		if (!frame) return;
		const { top, bottom, left } = editor.view.coordsAtPos(
			Math.min(position, editor.state.doc.content.size)
		);
		const roomBelow = window.innerHeight - bottom - EDGE;
		const roomAbove = top - EDGE;
		const isAbove = roomBelow < Math.min(element.scrollHeight, 280) && roomAbove > roomBelow;
		const room = Math.max(180, Math.min(380, isAbove ? roomAbove : roomBelow));
		element.style.maxHeight = `${room}px`;
		element.style.left = `${clampLeft(element, left - frame.left, frame.width)}px`;
		// Hung from its lower edge above a line: it grows and shrinks while somebody types.
		element.style.top = isAbove ? '' : `${bottom - frame.top + GAP}px`;
		element.style.bottom = isAbove ? `${frame.bottom - top + GAP}px` : '';
	};
}

/** Puts a bar over the middle of the selection, or below it where there is no room above. */
export function placeOver(editor: Editor, from: number, to: number): Attachment<HTMLElement> {
	return (element) => {
		const frame = element.offsetParent?.getBoundingClientRect();
		if (!frame) return;
		const start = editor.view.coordsAtPos(from, 1);
		const end = editor.view.coordsAtPos(to, -1);
		const isOneLine = Math.abs(start.top - end.top) < 4;
		const middle = isOneLine ? (start.left + end.left) / 2 : frame.left + frame.width / 2;
		const left = middle - frame.left - element.offsetWidth / 2;
		element.style.left = `${clampLeft(element, left, frame.width)}px`;
		const hasRoom = start.top - element.offsetHeight - GAP > EDGE;
		element.style.top = hasRoom
			? `${start.top - frame.top - element.offsetHeight - GAP}px`
			: `${end.bottom - frame.top + GAP}px`;
	};
}

/** Puts the keyboard into the first field of what has just opened; `autofocus` yields to the text. */
export function focusFirst(element: HTMLElement): void {
	element.querySelector<HTMLElement>('input, textarea')?.focus({ preventScroll: true });
}

/** Keeps what hangs below a word within the window, however wide it grows. */
export function keepInside(element: HTMLElement): () => void {
	const place = () => {
		element.style.marginInlineStart = '0';
		const { left, right } = element.getBoundingClientRect();
		const width = document.documentElement.clientWidth;
		const shift = Math.max(GAP - left, Math.min(0, width - GAP - right));
		element.style.marginInlineStart = `${getComputedStyle(element).direction === 'rtl' ? -shift : shift}px`;
	};
	const observer = new ResizeObserver(place);
	observer.observe(element);
	place();
	return () => observer.disconnect();
}

function clampLeft(element: HTMLElement, left: number, width: number): number {
	return Math.max(0, Math.min(left, width - element.offsetWidth));
}
