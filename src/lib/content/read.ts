/** A node of unchecked JSON: each part is there and of its type, whatever the input was. */
export interface LooseNode {
	type: string;
	attrs: Record<string, unknown>;
	content: unknown[];
	marks: LooseMark[];
	text: string;
}

export interface LooseMark {
	type: string;
	attrs: Record<string, unknown>;
}

/**
 * One node of a document from the database, where any client may have written any JSON. Rendering
 * and reading go through this, so that a broken document costs its broken parts and never a page.
 */
export function readNode(value: unknown): LooseNode | null {
	if (!isRecord(value) || typeof value.type !== 'string') return null;
	return {
		type: value.type,
		attrs: isRecord(value.attrs) ? value.attrs : {},
		content: Array.isArray(value.content) ? value.content : [],
		marks: Array.isArray(value.marks)
			? value.marks.map(readMark).filter((mark) => mark !== null)
			: [],
		text: typeof value.text === 'string' ? value.text : ''
	};
}

/** Children of a node that can be read at all. */
export function readChildren(node: LooseNode): LooseNode[] {
	return node.content.map(readNode).filter((child) => child !== null);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string attribute, empty when it is absent or something else. */
export function stringOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function readMark(value: unknown): LooseMark | null {
	if (!isRecord(value) || typeof value.type !== 'string') return null;
	return { type: value.type, attrs: isRecord(value.attrs) ? value.attrs : {} };
}
