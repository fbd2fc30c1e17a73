import { ElementType, parseDocument } from 'htmlparser2';
import temml from 'temml';

import { escapeHtml } from './escape.ts';
import { documents } from '../limits.ts';

type Tree = ReturnType<typeof parseDocument>['children'][number];

const ELEMENTS: ReadonlySet<string> = new Set([
	...['math', 'maction', 'menclose', 'merror', 'mfrac', 'mi', 'mmultiscripts', 'mn', 'mo', 'mover'],
	...[
		'mpadded',
		'mphantom',
		'mprescripts',
		'mroot',
		'mrow',
		'ms',
		'mspace',
		'msqrt',
		'mstyle',
		'msub'
	],
	...['msubsup', 'msup', 'mtable', 'mtd', 'mtext', 'mtr', 'munder', 'munderover', 'none']
]);

const LENGTH = '-?(?:[01]?\\d|20)?(?:\\.\\d{1,8})?(?:em|ex|pt|px|mu)?|(?:\\d\\d?|100)%';
const WORD = '[a-z]+';

/** What an element may carry, and what it may be. Nothing here names an address or a script. */
const ATTRIBUTES: ReadonlyMap<string, RegExp> = new Map(
	Object.entries({
		display: 'block|inline',
		form: 'infix|postfix|prefix',
		linethickness: LENGTH,
		mathbackground: '#[0-9a-f]{3,8}|black|transparent',
		mathcolor: '#[0-9a-f]{3,8}|[a-z]+',
		mathsize: LENGTH,
		mathvariant: '[a-z-]+',
		notation: '[a-z ]+',
		scriptlevel: '[+-]?\\d',
		rowspan: '\\d{1,2}',
		columnspan: '\\d{1,2}',
		class: '(?:(?:tml|chr|wbk|ff|longdiv)-[a-z-]+|upstrike|downstrike|sout|math(?:cal|scr)| )+',
		...group(
			'accent accentunder displaystyle fence largeop movablelimits separator stretchy symmetric',
			WORD
		),
		...group('depth height lspace maxsize minsize rspace voffset width', LENGTH)
	}).map(([name, pattern]) => [name, new RegExp(`^(?:${pattern})$`, 'i')])
);

const STYLES: ReadonlyMap<string, RegExp> = new Map(
	Object.entries({
		border: '1px (?:solid|dashed)',
		color: '#[0-9a-f]{3,8}',
		'background-color': '#[0-9a-f]{3,8}',
		display: 'block math|inline math',
		'math-depth': '\\d',
		'math-style': 'normal|compact',
		'text-align': 'left|right|center',
		...group('border-bottom border-left border-right border-top', '[\\d.]{1,8}em (?:solid|dashed)'),
		...group('padding padding-bottom padding-left padding-right padding-top width', LENGTH)
	}).map(([name, pattern]) => [name, new RegExp(`^(?:${pattern})$`, 'i')])
);

/**
 * A formula in LaTeX as MathML, or null when it is none that can be set. Commands that would carry
 * an address, a class or a style are not trusted, expansion is bounded, and what comes out is
 * written anew from lists of elements and attributes, so that it is safe whatever the source was.
 */
export function renderMath(latex: string, display: boolean): string | null {
	if (latex.trim() === '' || latex.length > documents.formulaLength) return null;
	try {
		const options = { displayMode: display, throwOnError: true, trust: false, maxExpand: 500 };
		const tree = parseDocument(temml.renderToString(latex, options), { xmlMode: true }).children;
		const root = tree[0];
		if (tree.length !== 1 || !root || !('name' in root) || root.name !== 'math') return null;
		return write(root);
	} catch {
		return null;
	}
}

function write(node: Tree): string {
	if (node.type === ElementType.Text) return escapeHtml(node.data);
	if (!('attribs' in node)) return '';
	const inner = node.children.map(write).join('');
	if (!ELEMENTS.has(node.name)) return inner;
	const attributes = Object.entries(node.attribs).map(([name, value]) => attribute(name, value));
	return `<${node.name}${attributes.join('')}>${inner}</${node.name}>`;
}

function attribute(name: string, value: string): string {
	const safe = name === 'style' ? style(value) : ATTRIBUTES.get(name)?.test(value) ? value : '';
	return safe === '' ? '' : ` ${name}="${escapeHtml(safe)}"`;
}

function style(value: string): string {
	return value
		.split(';')
		.map((declaration) => declaration.split(':').map((part) => part.trim()))
		.filter(([name = '', set = '', ...rest]) => rest.length === 0 && STYLES.get(name)?.test(set))
		.map(([name, set]) => `${name}:${set}`)
		.join(';');
}

function group(names: string, pattern: string): Record<string, string> {
	return Object.fromEntries(names.split(' ').map((name) => [name, pattern]));
}
