import { describe, expect, it } from 'vitest';
import { MARK_ORDER } from './document.ts';
import { emptyDoc, schema } from './schema.ts';

describe('schema', () => {
	it('has the nodes of a document and no others', () => {
		expect(Object.keys(schema.nodes).sort()).toEqual([
			...['blockquote', 'bulletList', 'codeBlock', 'doc', 'hardBreak', 'heading', 'horizontalRule'],
			...['html', 'image', 'listItem', 'orderedList', 'paragraph', 'paywall', 'text']
		]);
	});

	it('sorts marks the way the renderer nests them', () => {
		expect(Object.keys(schema.marks)).toEqual(MARK_ORDER);
	});

	it('stores of each node and mark what the types say', () => {
		const attributes = (types: typeof schema.nodes | typeof schema.marks) =>
			Object.fromEntries(
				Object.values(types).flatMap(({ name, spec }) =>
					spec.attrs ? [[name, Object.keys(spec.attrs).sort()]] : []
				)
			);
		expect(attributes(schema.nodes)).toEqual({
			codeBlock: ['language'],
			heading: ['level'],
			html: ['html'],
			image: ['alt', 'caption', 'height', 'mediaId', 'src', 'width'],
			orderedList: ['start']
		});
		expect(attributes(schema.marks)).toEqual({ link: ['href'] });
	});

	it('takes the empty document, and begins one with a paragraph', () => {
		const doc = schema.nodeFromJSON(emptyDoc());
		expect(() => doc.check()).not.toThrow();
		expect(schema.topNodeType.contentMatch.defaultType?.name).toBe('paragraph');
	});
});
