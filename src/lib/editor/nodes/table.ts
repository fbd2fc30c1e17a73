import { Extension, Node, type Attributes } from '@tiptap/core';
import { ALIGNS } from '../document.ts';
import * as field from '../checks.ts';
import { readSpan } from '../../content/attributes.ts';
import { attributes } from './stored.ts';

const ROLES = new Map([
	['table', 'table'],
	['tableRow', 'row'],
	['tableCell', 'cell'],
	['tableHeader', 'header_cell']
]);

/** Says which node is which to the commands of `@tiptap/pm/tables`, which go by roles and not by names. */
export const TableRoles = Extension.create({
	name: 'tableRoles',
	extendNodeSchema({ name }) {
		const tableRole = ROLES.get(name);
		return tableRole ? { tableRole } : {};
	}
});

/** A table of rows whose cells hold paragraphs. */
export const TableNode = Node.create({
	name: 'table',
	group: 'block',
	content: 'tableRow+',
	isolating: true,
	addAttributes: () => ({
		caption: {
			...field.words,
			rendered: false,
			parseHTML: (table) => table.querySelector('caption')?.textContent?.trim() ?? ''
		}
	}),
	parseHTML: () => [{ tag: 'table' }],
	renderHTML: () => ['table', ['tbody', 0]]
});

export const TableRowNode = Node.create({
	name: 'tableRow',
	content: '(tableCell | tableHeader)+',
	parseHTML: () => [{ tag: 'tr' }],
	renderHTML: () => ['tr', 0]
});

export const TableCellNode = Node.create({
	name: 'tableCell',
	content: 'paragraph+',
	isolating: true,
	addAttributes: cellAttributes,
	parseHTML: () => [{ tag: 'td' }],
	renderHTML: ({ HTMLAttributes }) => ['td', HTMLAttributes, 0]
});

export const TableHeaderNode = Node.create({
	name: 'tableHeader',
	content: 'paragraph+',
	isolating: true,
	addAttributes: cellAttributes,
	parseHTML: () => [{ tag: 'th' }],
	renderHTML: ({ HTMLAttributes }) => ['th', HTMLAttributes, 0]
});

function cellAttributes(): Attributes {
	const { align } = attributes({ align: field.choice('an alignment', ALIGNS, null) });
	return {
		colspan: { ...field.span, parseHTML: (cell) => readSpan(cell.getAttribute('colspan')) },
		rowspan: { ...field.span, parseHTML: (cell) => readSpan(cell.getAttribute('rowspan')) },
		align: {
			...align,
			rendered: true,
			renderHTML: (values) => (values.align ? { 'data-align': values.align } : {}),
			parseHTML: (cell) => ALIGNS.find((known) => known === cell.getAttribute('data-align')) ?? null
		}
	};
}
