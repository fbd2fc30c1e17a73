import {
	ALIGNS,
	type Align,
	type Paragraph,
	type Table,
	type TableCell,
	type TableRow
} from '../editor/document.ts';
import { readSpan } from './attributes.ts';
import { fit, isPhrasing, type PartReader, type Recognise } from './html-parts.ts';
import { isElement, isText, wordsOf, type HtmlElement, type HtmlNode } from './html-tree.ts';

const GROUPS: ReadonlySet<string> = new Set(['thead', 'tbody', 'tfoot']);

/** A table whose cells hold text and nothing else; any other one is kept as HTML. */
export const plainTable: Recognise = (element, reader) => {
	if (element.name !== 'table') return null;
	const parts = partsOf(element.children);
	if (!parts) return null;
	const caption = parts.caption ? wordsOf([parts.caption]) : '';
	const rows = parts.rows.map((row) => rowOf(row, reader));
	const content = rows.filter((row) => row !== null);
	if (content.length !== rows.length || content.length === 0 || !fit(caption)) return null;
	return [{ type: 'table', attrs: { caption }, content } satisfies Table];
};

interface Parts {
	caption: HtmlElement | null;
	rows: HtmlElement[][];
}

/** The cells of a table, or null when there is something else in it. Reads before anything is converted. */
function partsOf(children: readonly HtmlNode[]): Parts | null {
	const parts: Parts = { caption: null, rows: [] };
	for (const child of children) {
		if (isText(child) && child.data.trim() !== '') return null;
		if (!isElement(child) || child.name === 'colgroup') continue;
		if (
			child.name === 'caption' &&
			!parts.caption &&
			parts.rows.length === 0 &&
			isPhrasing(child.children)
		) {
			parts.caption = child;
		} else if (GROUPS.has(child.name)) {
			const inner = partsOfGroup(child.children);
			if (!inner) return null;
			parts.rows.push(...inner);
		} else {
			const row = partsOfGroup([child]);
			if (!row) return null;
			parts.rows.push(...row);
		}
	}
	return parts;
}

function partsOfGroup(children: readonly HtmlNode[]): HtmlElement[][] | null {
	const rows: HtmlElement[][] = [];
	for (const child of children) {
		if (isText(child) && child.data.trim() !== '') return null;
		if (!isElement(child)) continue;
		if (child.name !== 'tr') return null;
		const cells = child.children.filter(isElement);
		const others = child.children.some((one) => isText(one) && one.data.trim() !== '');
		const plain = cells.every(
			({ name, children: inner }) => (name === 'td' || name === 'th') && isPhrasing(inner)
		);
		if (others || !plain) return null;
		if (cells.length > 0) rows.push(cells);
	}
	return rows;
}

function rowOf(cells: readonly HtmlElement[], reader: PartReader): TableRow | null {
	const content = cells.map((cell) => cellOf(cell, reader)).filter((cell) => cell !== null);
	return content.length === cells.length ? { type: 'tableRow', content } : null;
}

function cellOf(cell: HtmlElement, reader: PartReader): TableCell | null {
	const blocks = reader.blocks(cell.children);
	const paragraphs = blocks.filter((block): block is Paragraph => block.type === 'paragraph');
	if (paragraphs.length !== blocks.length) return null;
	return {
		type: cell.name === 'th' ? 'tableHeader' : 'tableCell',
		attrs: {
			colspan: readSpan(cell.attribs.colspan),
			rowspan: readSpan(cell.attribs.rowspan),
			align: alignOf(cell)
		},
		content: paragraphs.length > 0 ? paragraphs : [{ type: 'paragraph' }]
	};
}

const SIDES: Readonly<Record<string, Align>> = { left: 'start', center: 'center', right: 'end' };

function alignOf({ attribs }: HtmlElement): Align | null {
	const own = ALIGNS.find((known) => known === attribs['data-align']);
	const side =
		/text-align:\s*(left|center|right)/.exec(attribs.style ?? '')?.[1] ?? attribs.align ?? '';
	return own ?? (Object.hasOwn(SIDES, side) ? (SIDES[side] ?? null) : null);
}
