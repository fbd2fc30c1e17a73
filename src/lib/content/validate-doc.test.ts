import { describe, expect, it } from 'vitest';
import { emptyDoc } from '../editor/schema.ts';
import { InvalidDocument, MAX_DOC_BYTES, validateDoc } from './validate-doc.ts';

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
		['an unknown node', doc({ type: 'script' })],
		['an unknown mark', doc(paragraph({ type: 'text', text: 'a', marks: [{ type: 'glow' }] }))],
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
		['a node that is none', doc(paragraph(...([null] as unknown as object[])))]
	])('refuses %s', (_, value) => {
		expect(codeOf(value)).toBe('invalid');
	});

	it('refuses what is too deep or too long, and says which', () => {
		let node: object = paragraph();
		for (let i = 0; i < 100; i += 1) node = { type: 'blockquote', content: [node] };
		expect(codeOf(doc(node))).toBe('too_deep');
		expect(codeOf(doc(paragraph({ type: 'text', text: 'x'.repeat(MAX_DOC_BYTES) })))).toBe(
			'too_large'
		);
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
