import { ALIGNS } from '../../editor/document.ts';
import { escapeHtml } from '../escape.ts';
import { readChildren, stringOf, type LooseNode } from '../read.ts';
import type { Context } from './context.ts';
import { documents } from '../../limits.ts';

/** A table that can be scrolled by keyboard where it is wider than the text. */
export function table(node: LooseNode, context: Context, depth: number): string {
	const name = escapeHtml(stringOf(node.attrs.caption));
	const rows = readChildren(node);
	const firstBodyRow = rows.findIndex((row) => !isHeaderRow(row));
	const headers = firstBodyRow === -1 ? rows.length : firstBodyRow;
	const write = (part: LooseNode[], scope: string) =>
		part.map((row) => rowOf(row, scope, context, depth + 1)).join('');
	const head = headers === 0 ? '' : `<thead>${write(rows.slice(0, headers), 'col')}</thead>`;
	const body = headers === rows.length ? '' : `<tbody>${write(rows.slice(headers), 'row')}</tbody>`;
	const html = `<table>${name ? `<caption>${name}</caption>` : ''}${head}${body}</table>`;
	if (context.medium !== 'page') return html;
	return `<div class="table-box" tabindex="0" role="group" aria-label="${name || 'Table'}">${html}</div>`;
}

function rowOf(row: LooseNode, scope: string, context: Context, depth: number): string {
	if (depth >= documents.depth) return '';
	const cells = readChildren(row).map((cell) => cellOf(cell, scope, context, depth + 1));
	return `<tr>${cells.join('')}</tr>`;
}

function cellOf(cell: LooseNode, scope: string, context: Context, depth: number): string {
	const header = cell.type === 'tableHeader';
	const tag = header ? 'th' : 'td';
	const align = ALIGNS.find((known) => known === cell.attrs.align);
	const attributes = [
		header ? ` scope="${scope}"` : '',
		covers('colspan', cell.attrs.colspan),
		covers('rowspan', cell.attrs.rowspan),
		align ? alignment(align, context) : ''
	];
	const [only, ...more] = readChildren(cell);
	const plain = only?.type === 'paragraph' && more.length === 0;
	const inner = plain ? context.line(only) : context.blocks(cell, depth);
	return `<${tag}${attributes.join('')}>${inner}</${tag}>`;
}

function alignment(align: string, { medium }: Context): string {
	if (medium === 'page') return ` data-align="${align}"`;
	const side = { start: 'left', center: 'center', end: 'right' }[align];
	return side ? ` align="${side}"` : '';
}

function covers(name: string, value: unknown): string {
	const count = Number(value);
	return Number.isInteger(value) && count > 1 && count <= 100 ? ` ${name}="${count}"` : '';
}

function isHeaderRow(row: LooseNode): boolean {
	const cells = readChildren(row);
	return cells.length > 0 && cells.every((cell) => cell.type === 'tableHeader');
}
