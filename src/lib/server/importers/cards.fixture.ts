import { readFileSync } from 'node:fs';

/** Posts of a Ghost 6 export with every card it has: its editor's source and its HTML of each. */
export interface CardPost {
	slug: string;
	title: string;
	lexical: string;
	html: string;
}

const file = JSON.parse(readFileSync('tests/fixtures/ghost/cards.json', 'utf8')) as {
	db: [{ data: { posts: CardPost[] } }];
};

export const cardPosts: CardPost[] = file.db[0].data.posts;

export interface CardNode {
	type: string;
	[name: string]: unknown;
}

/** The first card of every kind, by the name Ghost gives it, in order of the alphabet. */
export function cardExamples(): [name: string, node: CardNode][] {
	const examples = new Map<string, CardNode>();
	for (const { lexical } of cardPosts) {
		const { root } = JSON.parse(lexical) as { root: { children: CardNode[] } };
		for (const node of root.children) {
			const name = node.type.replace(/^extended-/, '');
			const known = examples.get(name);
			if (!known || JSON.stringify(known).length < 150) examples.set(name, node);
		}
	}
	return [...examples].sort(([a], [b]) => (a < b ? -1 : 1));
}
