import { describe, expect, it } from 'vitest';
import { renderMath } from './math.ts';

describe('renderMath', () => {
	it('sets a formula as MathML', () => {
		expect(renderMath('a^2', false)).toBe('<math><msup><mi>a</mi><mn>2</mn></msup></math>');
		expect(renderMath('a^2', true)).toMatch(/^<math display="block"/);
		expect(renderMath('\\text{a < "b"}', false)).toBe(
			'<math><mtext>a\u00a0&lt;\u00a0&quot;b&quot;</mtext></math>'
		);
	});

	it.each([
		'\\frac{1',
		'\\nonsense',
		'',
		' ',
		'x'.repeat(5000),
		'\\def\\a{\\a\\a}\\a',
		'{'.repeat(2000) + '}'.repeat(2000),
		'\\href{javascript:alert(1)}{x}',
		'\\url{javascript:alert(1)}',
		'\\includegraphics{https://a.example/x.png}',
		'\\class{x}{y}',
		'\\id{x}{y}',
		'\\style{background:url(//a.example)}{y}',
		'\\data{x=y}{z}',
		'\\ref{x}'
	])('sets nothing of %.40s', (latex) => {
		expect(renderMath(latex, true)).toBeNull();
	});

	it('keeps lengths within the page', () => {
		expect(renderMath('\\hspace{99999em}x', false)).not.toContain('99999');
		expect(renderMath('\\hspace{2em}x', false)).toContain('width="2em"');
	});

	it.each([
		'\\begin{align}a&=b\\\\c&=d\\end{align}',
		'\\cancel{x}',
		'\\boxed{x}',
		'\\color{red}x',
		'\\tag{1}x'
	])('writes %s with nothing that loads, runs or names', (latex) => {
		const html = renderMath(latex, true) ?? '';
		expect(html).toMatch(/^<math/);
		expect(html).not.toMatch(
			/\s(?:href|src|id|on\w+|xlink:href|actiontype)=|url\(|<(?!\/?m[a-z]+)/
		);
	});
});
