import { escapeHtml } from '../../content/escape.ts';

/** Deeper quotes and lists are read as text: nobody writes them, and they could be made to hurt. */
const MAX_DEPTH = 6;

/**
 * Markdown as people paste it, as HTML for `htmlToDoc`: headings, lists, quotes, fenced code, rules,
 * and the marks of a line. What it does not know stays as it was typed; HTML in it is text.
 */
export function markdownToHtml(text: string): string {
	return blocks(text.replace(/\r\n?/g, '\n').split('\n'), 0);
}

function blocks(lines: string[], depth: number): string {
	let html = '';
	let index = 0;
	while (index < lines.length) {
		const [block, next] = blockAt(lines, index, depth);
		html += block;
		index = next;
	}
	return html;
}

function blockAt(lines: string[], at: number, depth: number): [html: string, next: number] {
	const line = lines[at] ?? '';
	if (line.trim() === '') return ['', at + 1];
	const fence = /^(`{3,}|~{3,})\s*([\w+#-]*)/.exec(line);
	if (fence) return code(lines, at, fence[1] ?? '', fence[2] ?? '');
	const heading = /^(#{1,6}) +(.+?)(?: +#+)?$/.exec(line);
	if (heading) {
		const level = Math.min(4, Math.max(2, heading[1]?.length ?? 2));
		return [`<h${level}>${inline(heading[2] ?? '')}</h${level}>`, at + 1];
	}
	if (/^ {0,3}([-*_])(?: *\1){2,} *$/.test(line)) return ['<hr>', at + 1];
	if (depth < MAX_DEPTH) {
		if (/^> ?/.test(line)) return quote(lines, at, depth);
		if (ITEM.test(line)) return list(lines, at, depth);
	}
	let end = at + 1;
	while (end < lines.length && !begins(lines[end] ?? '')) end += 1;
	const words = lines
		.slice(at, end)
		.map((part) => inline(part.trim()) + (/ {2}$/.test(part) ? '<br>' : ''));
	return [`<p>${words.join('\n')}</p>`, end];
}

const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)]) +(?=\S)/;

function begins(line: string): boolean {
	return line.trim() === '' || /^(?:#{1,6} |>|`{3}|~{3})/.test(line) || ITEM.test(line);
}

function code(lines: string[], at: number, fence: string, language: string): [string, number] {
	let end = at + 1;
	while (end < lines.length && !(lines[end] ?? '').startsWith(fence)) end += 1;
	const name = language ? ` class="language-${escapeHtml(language.toLowerCase())}"` : '';
	const source = escapeHtml(lines.slice(at + 1, end).join('\n'));
	return [`<pre><code${name}>${source}</code></pre>`, end + 1];
}

function quote(lines: string[], at: number, depth: number): [string, number] {
	let end = at;
	while (end < lines.length && (lines[end] ?? '').startsWith('>')) end += 1;
	const inner = lines.slice(at, end).map((line) => line.replace(/^> ?/, ''));
	return [`<blockquote>${blocks(inner, depth + 1)}</blockquote>`, end];
}

function list(lines: string[], at: number, depth: number): [string, number] {
	const isOrdered = /\d/.test(ITEM.exec(lines[at] ?? '')?.[2] ?? '');
	const start = isOrdered ? Number.parseInt(lines[at]?.trim() ?? '1', 10) : 1;
	let html = '';
	let index = at;
	while (index < lines.length) {
		const item = ITEM.exec(lines[index] ?? '');
		if (!item || /\d/.test(item[2] ?? '') !== isOrdered) break;
		const indent = item[0].length;
		const inner = [(lines[index] ?? '').slice(indent)];
		index += 1;
		while (index < lines.length && belongs(lines, index, indent)) {
			inner.push((lines[index] ?? '').slice(Math.min(indent, leading(lines[index] ?? ''))));
			index += 1;
		}
		html += `<li>${blocks(inner, depth + 1)}</li>`;
	}
	const tag = isOrdered ? 'ol' : 'ul';
	return [`<${tag}${start === 1 ? '' : ` start="${start}"`}>${html}</${tag}>`, index];
}

/** A line below an item is part of it when it is indented, or the paragraph simply goes on. */
function belongs(lines: string[], at: number, indent: number): boolean {
	const line = lines[at] ?? '';
	if (line.trim() === '') return leading(lines[at + 1] ?? '') >= Math.min(indent, 2);
	return leading(line) >= Math.min(indent, 2) || !begins(line);
}

function leading(line: string): number {
	return line.length - line.trimStart().length;
}

function inline(text: string): string {
	const parts = text.split(/(`[^`]+`)/);
	return parts
		.map((part) =>
			/^`[^`]+`$/.test(part) ? `<code>${escapeHtml(part.slice(1, -1))}</code>` : marks(part)
		)
		.join('');
}

function marks(text: string): string {
	return escapeHtml(text)
		.replace(/\\([\\`*_{}[\]()#+.!~-])/g, (_, sign: string) => hide(sign))
		.replace(/!\[([^\]]*)\]\(([^)\s]+)\)/g, '<img src="$2" alt="$1">')
		.replace(/\[([^\]]+)\]\(([^)\s]+)\)/g, '<a href="$2">$1</a>')
		.replace(/\*\*(?=\S)(.+?)(?<=\S)\*\*/g, '<strong>$1</strong>')
		.replace(/(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])/g, '<em>$1</em>')
		.replace(/(?<!\w)_(?=\S)([^_]+?)(?<=\S)_(?!\w)/g, '<em>$1</em>')
		.replace(/~~(?=\S)(.+?)(?<=\S)~~/g, '<s>$1</s>')
		.replace(/[\ue021-\ue07e]/g, show);
}

// A sign that means itself is out of sight of the rules above, in the area for private use.
const hide = (sign: string) => String.fromCharCode(0xe000 + sign.charCodeAt(0));
const show = (hidden: string) => String.fromCharCode(hidden.charCodeAt(0) - 0xe000);
