/**
 * A post's document as it is stored: ProseMirror JSON. These are types only; `schema.ts` has the
 * schema they mirror and `validateDoc` is the way to get one from data nobody has checked.
 */
export type Doc = { type: 'doc'; content: TopBlock[] };

/** The paywall stands between blocks of the document itself and never inside one. */
export type TopBlock = Block | Paywall;

export type Block =
	| Paragraph
	| Heading
	| BulletList
	| OrderedList
	| Blockquote
	| CodeBlock
	| HorizontalRule
	| Image
	| HtmlBlock;

export type Paragraph = { type: 'paragraph'; content?: Inline[] };
export type Heading = { type: 'heading'; attrs: { level: HeadingLevel }; content?: Inline[] };
export type BulletList = { type: 'bulletList'; content: ListItem[] };
export type OrderedList = { type: 'orderedList'; attrs: { start: number }; content: ListItem[] };
/** The first child is a paragraph, which may be empty. */
export type ListItem = { type: 'listItem'; content: Block[] };
export type Blockquote = { type: 'blockquote'; content: Block[] };
export type CodeBlock = {
	type: 'codeBlock';
	attrs: { language: string | null };
	content?: { type: 'text'; text: string }[];
};
export type HorizontalRule = { type: 'horizontalRule' };
export type Image = { type: 'image'; attrs: ImageAttrs };
/** HTML that has no node of its own. Hostile until `sanitize` has seen it, which rendering does. */
export type HtmlBlock = { type: 'html'; attrs: { html: string } };
/** What stands after it is for those who may read the whole post. */
export type Paywall = { type: 'paywall' };

export type Inline = Text | HardBreak;
export type Text = { type: 'text'; text: string; marks?: Mark[] };
export type HardBreak = { type: 'hardBreak'; marks?: Mark[] };

export type Mark =
	| { type: 'link'; attrs: { href: string } }
	| { type: 'bold' }
	| { type: 'code' }
	| { type: 'italic' }
	| { type: 'strike' };

export type HeadingLevel = 2 | 3 | 4;

export type ImageAttrs = {
	/** The row in `media`, when the file is the publication's own; then `src` is its address. */
	mediaId: string | null;
	/** Null while the file is missing: an import brought the words about it, not the picture. */
	src: string | null;
	alt: string;
	caption: string;
	/** Natural size in pixels. */
	width: number | null;
	height: number | null;
};

export const HEADING_LEVELS: readonly HeadingLevel[] = [2, 3, 4];

/** The order the schema sorts marks into, outermost first. */
export const MARK_ORDER: readonly Mark['type'][] = ['link', 'bold', 'code', 'italic', 'strike'];
