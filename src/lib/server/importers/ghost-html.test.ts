import { describe, expect, it } from 'vitest';
import { prepareHtml } from './ghost-html.ts';

const site = (url: string | null) => ({ url, path: '/@pub', slugs: new Set(['one']) });

describe('prepareHtml', () => {
	it('leads links between posts to where they are now', () => {
		const html = '<a href="__GHOST_URL__/2020/01/one/?a#b">x</a><a href="__GHOST_URL__/">y</a>';
		expect(prepareHtml(html, site(null))).toEqual({
			html: '<a href="/@pub/one?a#b">x</a><a href="/@pub">y</a>',
			files: 0,
			deadLinks: 0,
			gated: 0
		});
	});

	it('leads other addresses to the old site, if that is known', () => {
		const html = '<a href="__GHOST_URL__/gone/">x</a>';
		expect(prepareHtml(html, site('https://old.example')).html).toBe(
			'<a href="https://old.example/gone/">x</a>'
		);
		expect(prepareHtml(html, site(null))).toMatchObject({ html, deadLinks: 1 });
	});

	it('counts a file once, whatever its sizes', () => {
		const html =
			'<img src="__GHOST_URL__/content/images/a.jpg" srcset="__GHOST_URL__/content/images/size/w600/a.jpg 600w">';
		expect(prepareHtml(html, site('https://old.example'))).toMatchObject({
			html: '<img src="https://old.example/content/images/a.jpg" srcset="https://old.example/content/images/size/w600/a.jpg 600w">',
			files: 1
		});
	});

	it('opens no sign-up window that is not there', () => {
		const html = '<a href="#/portal/signup">x</a><a href="__GHOST_URL__/#/portal/">y</a>';
		expect(prepareHtml(html, site(null)).html).toBe('<a>x</a><a>y</a>');
	});

	it.each([
		[
			'a<!--kg-gated-block:begin nonMember:false memberSegment:"status:free" -->b<!--kg-gated-block:end-->c',
			'ac',
			1
		],
		[
			'a<!--kg-gated-block:begin nonMember:true memberSegment:"" -->b<!--kg-gated-block:end-->c',
			'abc',
			0
		],
		['a<!--kg-gated-block:begin nonMember:false -->b', 'a', 1],
		['a<!--kg-gated-block:begin', 'a', 1]
	])('keeps of %j what everybody was shown', (html, shown, gated) => {
		expect(prepareHtml(html, site(null))).toMatchObject({ html: shown, gated });
	});
});
