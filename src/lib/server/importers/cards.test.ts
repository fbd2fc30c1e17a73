import { DomUtils, parseDocument } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { htmlToDoc, plainText, renderHtml, validateDoc } from '../../content/index.ts';
import { cardExamples, cardPosts } from './cards.fixture.ts';
import { prepareHtml } from './ghost-html.ts';
import { lexicalHtml } from './lexical.ts';

const SITE = { url: 'http://127.0.0.1:2368', path: '/@pub', slugs: new Set<string>() };
const docOf = (html: string) => validateDoc(htmlToDoc(prepareHtml(html, SITE).html));

/** What Ghost's own scripts and players show, and no author wrote. */
const NOT_WRITTEN = new Set([
	...['kg-video-overlay', 'kg-video-player-container', 'kg-audio-player', 'kg-audio-thumbnail'],
	...['kg-toggle-card-icon', 'kg-signup-card-input', 'kg-signup-card-button-loading'],
	...['kg-signup-card-success', 'footnote-ref', 'footnote-backref', 'kg-audio-player-container']
]);
const NOT_SHOWN = new Set(['script', 'style', 'svg', 'input']);

type Nodes = ReturnType<typeof parseDocument>['children'];

/** What a reader of Ghost's page sees: by another way than the one that is tested. */
function shownIn(html: string) {
	const open = html.replace(
		/<!--kg-gated-block:begin nonMember:false[^]*?<!--kg-gated-block:end-->/g,
		''
	);
	const words: string[] = [];
	const links: string[] = [];
	const images: { src: string; alt: string }[] = [];
	const walk = (nodes: Nodes) => {
		for (const node of nodes) {
			if (DomUtils.isText(node)) words.push(...wordsOf(node.data));
			if (!DomUtils.isTag(node) || NOT_SHOWN.has(node.name)) continue;
			const classes = (node.attribs.class ?? '').split(' ');
			if (classes.some((name) => NOT_WRITTEN.has(name))) continue;
			const { href, src, alt = '' } = node.attribs;
			if (node.name === 'a' && href && !href.startsWith('#')) links.push(absolute(href));
			// Icons and thumbnails of a bookmark come from the site it leads to.
			const isOwn = !html.includes('kg-bookmark-card');
			if (node.name === 'img' && src && isOwn) images.push({ src: absolute(src), alt });
			walk(node.children);
		}
	};
	walk(parseDocument(open).children);
	return { words, links, images };
}

function absolute(address: string): string {
	return address.replace('__GHOST_URL__', SITE.url);
}

function wordsOf(text: string): string[] {
	return text.match(/[\p{L}\p{N}\p{Extended_Pictographic}]+/gu) ?? [];
}

/** Those of the first list that the second does not have as often. */
function missing(words: string[], among: string[]): string[] {
	const left = [...among];
	return words.filter((word) => {
		const at = left.indexOf(word);
		if (at !== -1) left.splice(at, 1);
		return at === -1;
	});
}

describe.each(cardPosts.filter(({ html }) => html))('of $slug', ({ html, lexical }) => {
	const shown = shownIn(html);

	it.each([
		['its HTML', html],
		['its source', lexicalHtml(lexical).html]
	])('every word, link and picture comes out of %s', (_, source) => {
		const doc = docOf(source);
		const stored = JSON.stringify(doc);
		// A size in bytes is written anew by whoever shows it.
		const words = shown.words.filter((word) => !/^(?:61|Bytes|0|12|02)$/.test(word));
		expect(missing(words, wordsOf(plainText(doc)))).toEqual([]);
		expect(shown.links.filter((href) => !stored.includes(JSON.stringify(href)))).toEqual([]);
		const pictures = shown.images.filter(
			({ src, alt }) => !(stored.includes(src) && stored.includes(JSON.stringify(alt)))
		);
		expect(pictures).toEqual([]);
	});
});

describe('cards', () => {
	it('are known, all of them', () => {
		const unknown = cardPosts.filter(({ lexical }) => lexicalHtml(lexical).unknown > 0);
		expect(unknown).toEqual([]);
	});

	it('become what docs/import.md says', async () => {
		const parts = cardExamples().map(([name, node]) => {
			const html = lexicalHtml(JSON.stringify({ root: { children: [node] } })).html;
			const doc = docOf(html);
			const blocks = (html ? doc.content : []).map((block) => JSON.stringify(block)).join('\n');
			const page = html ? renderHtml(doc, {}) : '';
			return [
				`### ${name}`,
				fence('json', JSON.stringify(node)),
				fence('json', blocks),
				fence('html', page)
			]
				.filter(Boolean)
				.join('\n\n');
		});
		await expect(`${INTRODUCTION}\n\n${parts.join('\n\n')}\n`).toMatchFileSnapshot(
			'../../../../docs/import.md'
		);
	});
});

function fence(language: string, text: string): string {
	return text.trim()
		? `\`\`\`\`${language}\n${text.trim()}\n\`\`\`\``
		: 'Nothing: it was in mails only, or the export does not hold it.';
}

const INTRODUCTION = `# Bringing an archive

\`\`\`
npm run import -- ghost export.json --publication my-publication \\
  --members members.csv --images ghost-content.zip --site-url https://old.example
\`\`\`

\`export.json\` is what Ghost gives under Settings, Import/Export; \`members.csv\` what it gives under Members. Pictures and files are in neither: \`--images\` takes Ghost's \`content\` folder or a ZIP file of it, and without that \`--site-url\` fetches them from the old site, over https and from public addresses only. What cannot be had stays a placeholder with its description and caption, and a line in the report. \`--dry-run\` decides and tells, and writes nothing. \`--report report.csv\` lists what became of every item. Without the key of the operator, admins do the same in the desk, under Import.

The file is read twice, piece by piece: first all but the texts, which finds whatever is wrong with it before anything is written, then the posts. They go to the database in batches, each all or not at all, through one function, \`import_batch\`, under the rights of whoever imports. An import that broke off goes on when it is run again. A second run changes nothing; it brings what changed at the source, and leaves alone what was edited or deleted here.

| of Ghost | here |
| --- | --- |
| posts and pages, with their dates and access, tier lists included | the same; posts sent by mail only become drafts |
| addresses | the same slug below \`/@publication\`; one that is taken or reserved gets a number, and the old one leads there |
| links between posts | lead to where the posts are now |
| authors | bylines without a login, which their owners take over when they join the staff with that address |
| tags, internal ones included | tags; one that is there already is used as it is |
| paid tiers | tiers, without prices |
| titles and descriptions for searches, canonical addresses | the same |
| code injected into head or foot | left out, and named in the report |
| parts for some readers only (\`kg-gated-block\`) | left out, and named in the report |
| members, their labels, their wish to get mail | the same; who unsubscribed stays so, whatever a later file says |
| members whose address nobody can sign in with | left out, and named in the report |
| complimentary members | a grant without end for their tier |
| paying members | members; the id of the Stripe customer is kept where no page can read it |
| what mails looked like, comments, settings, themes, passwords | left out |

Members from any other system come as a CSV file: [members-file.md](members-file.md).

## Cards

Every card of Ghost 6, as its editor stores it, as the document it becomes, and as a page shows that. Where an export has Ghost's own HTML, that is read; what the editor stored (Lexical, or Mobiledoc before version 5) is read where it has none. This page is written by \`src/lib/server/importers/cards.test.ts\` (\`vitest -u\` writes it anew).`;
