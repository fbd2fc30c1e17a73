import type { LooseNode } from '../read.ts';

/** Where HTML is read: on a page of this site, in a feed reader, or in a mail program. */
export type Medium = 'page' | 'feed' | 'mail';

export interface RenderOptions {
	/** Gives headings an id made of their words, so that a link can lead to them. */
	headingIds?: boolean;
	/** Ids the page around the text uses itself; no heading gets one of them. */
	takenIds?: readonly string[];
	/** Goes before the ids of notes, where a page shows more than one text. */
	idPrefix?: string;
	/** Origin of the site, for addresses that must work elsewhere. Paths stay paths without it. */
	origin?: string;
	/** Address of the page the text belongs to: where a link to a part of it leads from elsewhere. */
	address?: string;
	/** Where the sign-up block leads; without it, it shows its words only. */
	subscribeHref?: string;
	/** The schema version the document was stored with; the present one when left out. */
	version?: number;
}

/** What the parts of a renderer share while they render one document. */
export interface Context {
	readonly medium: Medium;
	readonly options: RenderOptions;
	/** Ids given out so far, with the number the next one like it gets. */
	readonly ids: Map<string, number>;
	/** The notes met so far, rendered, in order. */
	readonly notes: string[];
	/** Characters of the formulas met so far: setting them costs, so that only so many are set. */
	formulas: number;
	/** Renders what stands in a node; `depth` is that of the node. */
	blocks(node: LooseNode, depth: number): string;
	/** Renders the text in a node that holds nothing but text. */
	line(node: LooseNode): string;
}

/** A checked address as this medium needs it: absolute, where paths would lead nowhere. */
export function resolve(address: string, { medium, options }: Context): string {
	if (medium === 'page') return address;
	if (address.startsWith('/')) return (options.origin ?? '') + address;
	return address.startsWith('#') ? (options.address ?? '') + address : address;
}
