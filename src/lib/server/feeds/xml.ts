/** A piece of XML that is whole and escaped. */
export class Xml {
	readonly text: string;
	constructor(text: string) {
		this.text = text;
	}
}

// XML 1.0 has no place for these, not even escaped: https://www.w3.org/TR/xml/#charsets
const unspeakable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const entities: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	// Left as they are, a parser would turn them into something else.
	'\r': '&#13;',
	'\t': '&#9;'
};

/** Text for between tags or within double quotes. Signs that XML cannot carry are left out. */
export function escapeXml(text: string): string {
	return text.replace(unspeakable, '').replace(/[&<>"\r\t]/g, (sign) => entities[sign] ?? sign);
}

type Child = Xml | string | null | Child[];

/**
 * An element. Strings among the children are text; null stands for nothing. An attribute that is
 * null is left out.
 */
export function element(
	name: string,
	attributes: Record<string, string | number | null>,
	...children: Child[]
): Xml {
	const given = Object.entries(attributes)
		.filter(([, value]) => value !== null)
		.map(([key, value]) => ` ${key}="${escapeXml(String(value)).replaceAll('\n', '&#10;')}"`)
		.join('');
	const inner = children.map(textOf).join('');
	return new Xml(inner === '' ? `<${name}${given}/>` : `<${name}${given}>${inner}</${name}>`);
}

/** A whole document. */
export function xmlDocument(root: Xml): string {
	return `<?xml version="1.0" encoding="utf-8"?>\n${root.text}\n`;
}

function textOf(child: Child): string {
	if (child === null) return '';
	if (Array.isArray(child)) return child.map(textOf).join('');
	return child instanceof Xml ? child.text : escapeXml(child);
}
