import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { element, escapeXml, xmlDocument } from './xml';

/** Reads XML with a parser of somebody else's. */
function read(xml: string) {
	const names: string[] = [];
	const attributes: Record<string, string>[] = [];
	let text = '';
	const parser = new Parser(
		{
			onopentag(name, given) {
				names.push(name);
				attributes.push(given);
			},
			ontext: (data) => (text += data)
		},
		{ xmlMode: true }
	);
	parser.end(xml);
	return { names, attributes, text };
}

const speakable = fc
	.string({ unit: 'grapheme' })
	.filter((text) => !/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(text));

describe('XML', () => {
	it('nests, and leaves out what is nothing', () => {
		const xml = element('a', { b: 'c', d: null }, element('e', {}), null, [
			'f',
			element('g', { h: 1 }, '')
		]);
		expect(xml.text).toBe('<a b="c"><e/>f<g h="1"/></a>');
		expect(xmlDocument(element('a', {}))).toBe('<?xml version="1.0" encoding="utf-8"?>\n<a/>\n');
	});

	it('takes text for text', () => {
		expect(element('a', { b: '"<&' }, '</a><!--]]>').text).toBe(
			'<a b="&quot;&lt;&amp;">&lt;/a&gt;&lt;!--]]&gt;</a>'
		);
	});

	it('leaves out signs that no XML can carry', () => {
		expect(escapeXml('a\u0000\u0008\u000B\u001F\uFFFE\uFFFFb')).toBe('ab');
		expect(escapeXml('a\uD800b\uDC00c')).toBe('abc');
		expect(escapeXml('a\u0085\u{1F6A2}\n')).toBe('a\u0085\u{1F6A2}\n');
	});

	it('comes back as it was given, whatever it is', () => {
		fc.assert(
			fc.property(speakable, speakable, (text, value) => {
				const back = read(element('a', { b: value }, text).text);
				expect(back.names).toEqual(['a']);
				expect(back.attributes).toEqual([{ b: value }]);
				expect(back.text).toBe(text);
			})
		);
	});

	it('never has a sign out of place', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (signs) => {
				expect(escapeXml(String.fromCharCode(...signs))).not.toMatch(
					/[<>"]|[\u0000-\u0008\u000B\u000C\u000E-\u001F]/
				);
			})
		);
	});
});
