import { describe, expect, it } from 'vitest';
import { schema } from '../editor/schema.ts';
import { CODE_LANGUAGES } from './languages.ts';
import { EMBED_PROVIDERS } from './embeds.ts';
import { everything, examples, type Example } from './examples.fixture.ts';
import { htmlToDoc } from './html-to-doc.ts';
import { renderFeedHtml, renderHtml, renderMailHtml } from './render-html.ts';
import { renderMarkdown } from './render-markdown.ts';
import { plainText } from './text.ts';
import { validateDoc } from './validate-doc.ts';

const elsewhere = { origin: 'https://pamphlet.example', address: 'https://pamphlet.example/@a/b' };
const fence = (language: string, source: string) => `\`\`\`\`${language}\n${source}\n\`\`\`\``;

function attributesOf(name: string): string {
	const names = Object.keys(schema.nodes[name]?.spec.attrs ?? {});
	return names.length > 0 ? ` (${names.sort().join(', ')})` : '';
}

function section({ nodes, about, blocks }: Example): string {
	const doc = { type: 'doc', content: blocks };
	const outputs: [string, string, string][] = [
		['Page', 'html', renderHtml(doc, { subscribeHref: '/@a/subscribe' })],
		['Feed', 'html', renderFeedHtml(doc, elsewhere)],
		['Mail', 'html', renderMailHtml(doc, elsewhere)],
		['Text', 'text', plainText(doc)],
		['Markdown', 'markdown', renderMarkdown(doc, elsewhere).trimEnd()]
	];
	return [
		`## ${nodes.join(', ')}`,
		about,
		nodes.map((name) => `- \`${name}\`${attributesOf(name)}`).join('\n'),
		fence('json', JSON.stringify(blocks.length === 1 ? blocks[0] : blocks)),
		...outputs.map(([name, language, source]) =>
			source === '' ? `${name}: nothing.` : `${name}:\n\n${fence(language, source)}`
		)
	].join('\n\n');
}

describe('the table of blocks', () => {
	it('says of every node what it becomes', async () => {
		const page = [
			'# The document',
			'A post is a document of the nodes below, stored as ProseMirror JSON with the version of the schema. ' +
				'This page is written by `src/lib/content/document-table.test.ts` (`vitest -u` writes it anew), which holds every output to it.',
			'Where a document comes from anybody, `validateDoc` brings it to the one form that is stored, or says what is wrong with it. ' +
				'Documents of older versions are taken along by the steps in `migrate-doc.ts` whenever they are read.',
			'How much a document may hold is in `documents` in `src/lib/limits.ts`. Postgres refuses what is over a limit too.',
			`Marks, outermost first: ${Object.keys(schema.marks).join(', ')}.`,
			`Languages of code: ${CODE_LANGUAGES.map(({ name }) => name).join(', ')}.`,
			`Sites whose things may be embedded: ${EMBED_PROVIDERS.map(({ name, hosts }) => `${name} (${hosts.join(', ')})`).join('; ')}.`,
			...examples.map(section)
		];
		await expect(`${page.join('\n\n')}\n`).toMatchFileSnapshot('../../../docs/document.md');
	});

	it('has an example of every node', () => {
		const nodes = examples.flatMap((example) => example.nodes);
		expect([...nodes, 'doc'].sort()).toEqual(Object.keys(schema.nodes).sort());
	});

	it('shows examples that are stored as they stand', () => {
		const [html, ...others] = everything.content.filter(({ type }) => type === 'html');
		expect(others).toEqual([]);
		expect(html).toMatchObject({ attrs: { html: expect.stringContaining('onclick') } });
		const stored = validateDoc(everything);
		expect(validateDoc(stored)).toEqual(stored);
		expect(htmlToDoc(renderHtml(stored, { subscribeHref: '/@a/subscribe' }))).toEqual(stored);
	});
});
