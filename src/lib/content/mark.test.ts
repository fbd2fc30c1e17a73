import { expect, it } from 'vitest';
import { withMark } from './mark.ts';
import { renderHtml } from './render-html.ts';

const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const render = (...content: object[]) =>
	withMark(renderHtml({ type: 'doc', content }, { headingIds: true }), 'read-on');
const paywall = { type: 'paywall' };

it('gives the first block after the mark an id', () => {
	expect(render(paragraph('a'), paywall, paragraph('b'), paragraph('c'))).toBe(
		'<p>a</p><!--paywall--><p id="read-on">b</p><p>c</p>'
	);
});

it('leaves an id that is there', () => {
	const heading = { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'b' }] };
	expect(render(paywall, heading)).toBe(
		'<!--paywall--><span id="read-on"></span><h2 id="b">b</h2>'
	);
});

it('marks the end where nothing follows, and nothing where there is no mark', () => {
	expect(render(paragraph('a'), paywall)).toBe('<p>a</p><!--paywall--><span id="read-on"></span>');
	expect(render(paragraph('<!--paywall-->'))).not.toContain('read-on');
});
