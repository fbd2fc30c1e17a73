/**
 * Keys of every list: J and K move the focus from row to row (Enter opens, as on any link), and what
 * the page adds. A row's link has the attribute `data-list-item`.
 */
export function listKeys(more: Record<string, () => void> = {}): (event: KeyboardEvent) => void {
	return (event) => {
		if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event.target)) return;
		const key = event.key.toLowerCase();
		if (key === 'j') moveFocus(1);
		else if (key === 'k') moveFocus(-1);
		else if (more[key]) more[key]();
		else return;
		event.preventDefault();
	};
}

/** The row that has the focus, or something inside that has it. */
export function focusedRow(): HTMLElement | null {
	return document.activeElement?.closest<HTMLElement>('tr') ?? null;
}

/** Whoever types, or is in a menu or a dialog, means something else by a letter. */
function isTaken(target: EventTarget | null): boolean {
	return (
		target instanceof HTMLElement &&
		(target.isContentEditable ||
			target.closest(
				'input:not([type="checkbox"]), textarea, select, [role="menu"], [role="dialog"]'
			) !== null)
	);
}

function moveFocus(step: 1 | -1): void {
	const items = [...document.querySelectorAll<HTMLElement>('[data-list-item]')];
	const row = focusedRow();
	const now = row ? items.findIndex((item) => row.contains(item)) : -1;
	const next = now < 0 ? (step > 0 ? 0 : items.length - 1) : now + step;
	items[Math.min(Math.max(next, 0), items.length - 1)]?.focus();
}
