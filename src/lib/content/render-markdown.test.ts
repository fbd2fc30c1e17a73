import { describe, expect, it } from 'vitest';
import { renderMarkdown } from './render-markdown.ts';

const text = (words: string, ...types: string[]) => ({
	type: 'text',
	text: words,
	marks: types.map((type) => ({ type, attrs: { href: '/a b' } }))
});
const markdown = (...content: object[]) =>
	renderMarkdown({ type: 'doc', content: [{ type: 'paragraph', content }] }).trimEnd();

describe('renderMarkdown', () => {
	it.each([
		[
			'signs',
			'*a* _b_ `c` [d](e) <f> ~g~ | $h$ &amp;',
			'\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\<f\\> \\~g\\~ \\| \\$h\\$ \\&amp;'
		],
		['a heading', '# a', '\\# a'],
		['a list', '- a', '\\- a'],
		['a number', '12. a', '12\\. a'],
		['a year, which is none', 'In 12. a', 'In 12. a'],
		['a picture', '![a](b)', '\\!\\[a\\](b)']
	])('takes no text for %s', (_, words, result) => {
		expect(markdown(text(words))).toBe(result);
	});

	it('uses asterisks where they work, and HTML where they do not', () => {
		expect(markdown(text('a '), text('b', 'bold'), text(', c'))).toBe('a **b**, c');
		expect(markdown(text('a'), text('b', 'bold'), text('c'))).toBe('a<strong>b</strong>c');
		expect(markdown(text('a '), text('b ', 'italic'), text('c'))).toBe('a <em>b </em>c');
		expect(markdown(text('a', 'bold'), text('b', 'bold', 'italic'))).toBe(
			'<strong>a<em>b</em></strong>'
		);
		expect(markdown(text('a', 'link'), text('b', 'link', 'strike'))).toBe('[a<s>b</s>](</a b>)');
		expect(markdown(text('a`b', 'code'))).toBe('``a`b``');
	});

	it('closes no fence and no formula early', () => {
		const code = { type: 'codeBlock', attrs: {}, content: [{ type: 'text', text: 'a\n```\nb' }] };
		expect(renderMarkdown({ type: 'doc', content: [code] })).toBe('````\na\n```\nb\n````\n');
		expect(markdown({ type: 'mathInline', attrs: { latex: 'a<b$c\\$' } })).toBe('$a\\lt b\\$c\\$$');
	});

	it('keeps a table in its lines', () => {
		const cell = (words: string) => ({
			type: 'tableCell',
			content: [{ type: 'paragraph', content: [text(words), { type: 'hardBreak' }, text('x')] }]
		});
		const row = (...words: string[]) => ({ type: 'tableRow', content: words.map(cell) });
		expect(
			renderMarkdown({
				type: 'doc',
				content: [{ type: 'table', content: [row('a|b', 'c'), row('d')] }]
			})
		).toBe('|  |  |\n| --- | --- |\n| a\\|b<br>x | c<br>x |\n| d<br>x |  |\n');
	});
});
