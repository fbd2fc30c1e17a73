import { describe, expect, it } from 'vitest';
import { MARK_ORDER } from './document.ts';
import { emptyDoc, schema } from './schema.ts';

const media = ['mediaId', 'src'];
const player = [...media, 'duration', 'poster', 'title'];
const cell = ['align', 'colspan', 'rowspan'];

describe('schema', () => {
	it('has the nodes of a document and no others', () => {
		expect(Object.keys(schema.nodes).sort()).toEqual([
			...[
				'audio',
				'blockquote',
				'bookmark',
				'bulletList',
				'button',
				'callout',
				'caption',
				'codeBlock'
			],
			...['doc', 'embed', 'file', 'footnote', 'gallery', 'hardBreak', 'heading', 'horizontalRule'],
			...[
				'html',
				'image',
				'listItem',
				'mathBlock',
				'mathInline',
				'orderedList',
				'paragraph',
				'paywall'
			],
			...['pullQuote', 'signup', 'table', 'tableCell', 'tableHeader', 'tableRow', 'text', 'toggle'],
			...['toggleSummary', 'video']
		]);
	});

	it('sorts marks the way the renderer nests them', () => {
		expect(Object.keys(schema.marks)).toEqual(MARK_ORDER);
	});

	it('stores of each node and mark what the types say', () => {
		const attributes = (types: typeof schema.nodes | typeof schema.marks) =>
			Object.fromEntries(
				Object.values(types).flatMap(({ name, spec }) => {
					const names = Object.keys(spec.attrs ?? {});
					return names.length > 0 ? [[name, names.sort()]] : [];
				})
			);
		expect(attributes(schema.nodes)).toEqual({
			audio: player.sort(),
			bookmark: ['description', 'publisher', 'title', 'url'],
			button: ['href', 'label'],
			callout: ['tone'],
			codeBlock: ['caption', 'language'],
			embed: ['title', 'url'],
			file: [...media, 'description', 'filename', 'size', 'title'].sort(),
			gallery: ['layout'],
			heading: ['level'],
			html: ['html'],
			image: [...media, 'alt', 'focalX', 'focalY', 'height', 'href', 'layout', 'width'].sort(),
			mathBlock: ['latex'],
			mathInline: ['latex'],
			orderedList: ['start'],
			pullQuote: ['cite'],
			signup: ['label', 'note', 'text', 'title'],
			table: ['caption'],
			tableCell: cell,
			tableHeader: cell,
			video: [...player, 'height', 'layout', 'width'].sort()
		});
		expect(attributes(schema.marks)).toEqual({ link: ['href'] });
	});

	it('checks every attribute it stores', () => {
		const unchecked = [...Object.values(schema.nodes), ...Object.values(schema.marks)].flatMap(
			({ name, spec }) =>
				Object.entries(spec.attrs ?? {})
					.filter(([, attribute]) => !attribute.validate)
					.map(([attribute]) => `${name}.${attribute}`)
		);
		expect(unchecked).toEqual([]);
	});

	it('names the parts of a table as the commands of tables know them', () => {
		const roles = Object.values(schema.nodes).map(({ name, spec }) => [name, spec.tableRole]);
		expect(Object.fromEntries(roles.filter(([, role]) => role))).toEqual({
			table: 'table',
			tableCell: 'cell',
			tableHeader: 'header_cell',
			tableRow: 'row'
		});
	});

	it('takes the empty document, and begins one with a paragraph', () => {
		const doc = schema.nodeFromJSON(emptyDoc());
		expect(() => doc.check()).not.toThrow();
		expect(schema.topNodeType.contentMatch.defaultType?.name).toBe('paragraph');
	});
});
