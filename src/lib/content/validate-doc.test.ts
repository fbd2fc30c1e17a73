import { describe, expect, it } from 'vitest';
import { emptyDoc, SCHEMA_VERSION } from '../editor/schema.ts';
import { InvalidDocument, validateDoc } from './validate-doc.ts';
import { documents } from '../limits.ts';

const doc = (...content: object[]) => ({ type: 'doc', content });
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });

function codeOf(value: unknown): string {
	try {
		validateDoc(value);
		return 'taken';
	} catch (error) {
		return error instanceof InvalidDocument ? error.code : String(error);
	}
}

describe('validateDoc', () => {
	it('takes the empty document', () => {
		expect(validateDoc(emptyDoc())).toEqual({ type: 'doc', content: [{ type: 'paragraph' }] });
	});

	it.each([
		['nothing', undefined],
		['text', 'a'],
		['another root', paragraph()],
		['no content', { type: 'doc' }],
		['text without a block', doc({ type: 'text', text: 'a' })],
		['a paywall in a quote', doc({ type: 'blockquote', content: [{ type: 'paywall' }] })],
		[
			'an item without a paragraph',
			doc({ type: 'bulletList', content: [{ type: 'listItem', content: [] }] })
		],
		['a heading of level 1', doc({ type: 'heading', attrs: { level: 1 } })],
		[
			'a script link',
			doc(
				paragraph({
					type: 'text',
					text: 'a',
					marks: [{ type: 'link', attrs: { href: 'javascript:x' } }]
				})
			)
		],
		[
			'a link that goes nowhere',
			doc(paragraph({ type: 'text', text: 'a', marks: [{ type: 'link' }] }))
		],
		['a data image', doc({ type: 'image', attrs: { src: 'data:image/png;base64,x' } })],
		['an image of no size', doc({ type: 'image', attrs: { src: '/a.png', width: -1 } })],
		[
			'marks in code',
			doc({ type: 'codeBlock', content: [{ type: 'text', text: 'a', marks: [{ type: 'bold' }] }] })
		],
		['code in a language of nobody', doc({ type: 'codeBlock', attrs: { language: 'x"y' } })],
		['an embed of anywhere', doc({ type: 'embed', attrs: { url: 'https://a.example/' } })],
		['a button without a way', doc({ type: 'button', attrs: { label: 'a' } })],
		['a bookmark of a script', doc({ type: 'bookmark', attrs: { url: 'javascript:x' } })],
		[
			'a tone we have no colour for',
			doc({ type: 'callout', attrs: { tone: 'pink' }, content: [paragraph()] })
		],
		['an empty gallery', doc({ type: 'gallery' })],
		['a toggle without its line', doc({ type: 'toggle', content: [paragraph()] })],
		['a note in a note', doc(paragraph({ type: 'footnote', content: [{ type: 'footnote' }] }))],
		['a focal point outside', doc({ type: 'image', attrs: { focalX: 2, focalY: 0 } })],
		['a title that is a list', doc({ type: 'file', attrs: { title: ['a'] } })],
		['a poster of script', doc({ type: 'video', attrs: { poster: 'javascript:x' } })],
		[
			'a cell over a thousand rows',
			doc({
				type: 'table',
				content: [
					{
						type: 'tableRow',
						content: [{ type: 'tableCell', attrs: { rowspan: 1000 }, content: [paragraph()] }]
					}
				]
			})
		],
		['a node that is none', doc(paragraph(...([null] as unknown as object[])))]
	])('refuses %s', (_, value) => {
		expect(codeOf(value)).toBe('invalid');
	});

	it('refuses what is too deep or too long, and says which', () => {
		let node: object = paragraph();
		for (let i = 0; i < 100; i += 1) node = { type: 'blockquote', content: [node] };
		expect(codeOf(doc(node))).toBe('too_deep');
		expect(codeOf(doc(paragraph({ type: 'text', text: 'x'.repeat(documents.bytes) })))).toBe(
			'too_large'
		);
	});

	it('names what nobody knows', () => {
		const text = (...marks: object[]) => doc(paragraph({ type: 'text', text: 'a', marks }));
		expect(() => validateDoc(doc({ type: 'script' }))).toThrow(
			/a block of a kind nobody knows here: “script”/
		);
		expect(() => validateDoc(text({ type: 'glow' }))).toThrow(
			/a mark of a kind nobody knows here: “glow”/
		);
		expect(codeOf(doc({ type: '__proto__' }))).toBe('unknown');
	});

	it('says where there is too much of something', () => {
		const many = (count: number, node: object) =>
			doc(paragraph(...Array.from({ length: count }, () => node)));
		expect(codeOf(many(1000, { type: 'footnote' }))).toBe('taken');
		expect(() => validateDoc(many(10_000, { type: 'footnote' }))).toThrow('more than 1000 notes');
		expect(() => validateDoc(many(1001, { type: 'mathInline' }))).toThrow(
			'more than 1000 formulas'
		);
		expect(() =>
			validateDoc(doc({ type: 'mathBlock', attrs: { latex: 'x'.repeat(5000) } }))
		).toThrow('a formula of more than 4000 characters');
		expect(() => validateDoc(many(60_000, { type: 'hardBreak' }))).toThrow('more than 50000 parts');
	});

	it('answers JSON of any depth and twenty megabytes, and soon', () => {
		let deep: object = paragraph();
		for (let i = 0; i < 100_000; i += 1) deep = { type: 'blockquote', content: [deep] };
		expect(codeOf(doc(deep))).toBe('too_deep');
		const long = doc(paragraph({ type: 'text', text: 'x'.repeat(20_000_000) }));
		expect(() => validateDoc(long)).toThrow('too long for one post');
	});

	it('takes a document of an older version along, and refuses one of a newer program', () => {
		expect(validateDoc(emptyDoc(), SCHEMA_VERSION)).toEqual(emptyDoc());
		expect(() => validateDoc(emptyDoc(), SCHEMA_VERSION + 1)).toThrow(/written with version/);
	});

	it('gives what means the same one form', () => {
		const bold = { type: 'bold' };
		const link = { type: 'link', attrs: { href: '/a' } };
		const src = '/media/0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000/b.png';
		const { content } = validateDoc(
			doc(
				paragraph(
					{ type: 'text', text: 'a', marks: [bold, link, bold] },
					{ type: 'text', text: 'b', marks: [link, bold] },
					{ type: 'footnote', marks: [link] }
				),
				{ type: 'codeBlock', attrs: { language: 'JS' } },
				{ type: 'embed', attrs: { url: 'https://youtu.be/dQw4w9WgXcQ?t=3' } },
				{ type: 'button', attrs: { label: ' ', href: '/a' } },
				{ type: 'image', attrs: { src, caption: 'c', focalX: 0.333, focalY: null } },
				{ type: 'image', attrs: { src }, content: [{ type: 'caption' }] },
				{ type: 'audio', attrs: { src, poster: { mediaId: null, src } } }
			)
		);
		const mediaId = '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000';
		expect(content).toMatchObject([
			{ content: [{ text: 'ab', marks: [link, bold] }, { type: 'footnote' }] },
			{ attrs: { language: 'javascript', caption: '' } },
			{ attrs: { url: 'https://www.youtube.com/watch?v=dQw4w9WgXcQ', title: '' } },
			{ attrs: { label: '/a' } },
			{ attrs: { focalX: null, focalY: null, mediaId }, content: [{ content: [{ text: 'c' }] }] },
			{ type: 'image' },
			{ attrs: { poster: { mediaId, src } } }
		]);
		expect(content[0]).not.toHaveProperty('content.1.marks');
		expect(content[5]).not.toHaveProperty('content');
	});

	it('sanitises HTML, drops what Postgres cannot hold and what the schema does not know', () => {
		const stored = validateDoc(
			doc(
				{ type: 'html', attrs: { html: '<p onclick=x>a' }, style: 'x' },
				paragraph({ type: 'text', text: 'a\u0000b' }, { type: 'text', text: '\u0000' }),
				{ type: 'heading', attrs: { level: 2, id: 'x' } }
			)
		);
		expect(stored.content).toEqual([
			{ type: 'html', attrs: { html: '<p>a</p>' } },
			{ type: 'paragraph', content: [{ type: 'text', text: 'ab' }] },
			{ type: 'heading', attrs: { level: 2 } }
		]);
	});

	it('lets no image name a file it does not show', () => {
		const id = '0192aaaa-bbbb-7ccc-8ddd-eeeeffff0000';
		const { content } = validateDoc(
			doc(
				{ type: 'image', attrs: { mediaId: id, src: 'https://a.example/b.png', alt: null } },
				{ type: 'image', attrs: { src: `/media/${id}/b.png` } }
			)
		);
		expect(content).toMatchObject([
			{ attrs: { mediaId: null, alt: '' } },
			{ attrs: { mediaId: id } }
		]);
	});
});
