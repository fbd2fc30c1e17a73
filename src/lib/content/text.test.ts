import { describe, expect, it } from 'vitest';
import { htmlToDoc } from './html-to-doc.ts';
import { countWords, plainText } from './text.ts';

describe('plainText', () => {
	it('puts blocks apart, keeps captions and leaves out alternative texts', () => {
		const html =
			'<h2>a</h2><p>b<br>c</p><ul><li>d<ul><li>e</li></ul></li><li>f</li></ul>' +
			'<figure><img src="/x.png" alt="no"><figcaption>g</figcaption></figure>' +
			'<table><tr><td>h</td><td>i</td></tr></table><pre>j</pre>';
		expect(plainText(htmlToDoc(html))).toBe('a\n\nb\nc\n\nd\ne\nf\n\ng\n\nh\ti\n\nj');
	});

	it('numbers notes and says them at the end; their numbers are no words', () => {
		const note = (words: string) => ({
			type: 'footnote',
			content: [{ type: 'text', text: words }]
		});
		const text = (words: string) => ({ type: 'text', text: words });
		const content = [text('a'), note('first note'), text(' b'), note('second')];
		const doc = { type: 'doc', content: [{ type: 'paragraph', content }] };
		expect(plainText(doc)).toBe('a[1] b[2]\n\n[1] first note\n\n[2] second');
		expect(countWords(doc)).toBe(5);
	});

	it.each([null, 1, [], { type: 'doc', content: [{ content: 'x' }, { type: 'text', text: 4 }] }])(
		'reads %j as nothing',
		(value) => {
			expect(plainText(value)).toBe('');
		}
	);
});

describe('countWords', () => {
	it.each([
		['One two, three — four.', 4],
		["It's well-known", 2],
		['&nbsp; … !', 0],
		['私は学生です', 4],
		['mixed 日本語 text', 3],
		['สวัสดีชาวโลก', 3],
		['Привет, мир', 2]
	])('counts %j as %i', (text, count) => {
		expect(countWords(htmlToDoc(text))).toBe(count);
	});
});
