/**
 * A post's document as it is stored: ProseMirror JSON. These are types only; `schema.ts` has the
 * schema they mirror and `validateDoc` is the way to get one from data nobody has checked.
 */
export type Doc = { type: 'doc'; content: TopBlock[] };

/** Counts changes to the shape of documents; stored beside each, so that old ones can be told. */
export const SCHEMA_VERSION = 1;

/** The paywall stands between blocks of the document itself and never inside one. */
export type TopBlock = Block | Paywall;

export type Block =
	| Paragraph
	| Heading
	| BulletList
	| OrderedList
	| Blockquote
	| PullQuote
	| CodeBlock
	| HorizontalRule
	| Callout
	| Toggle
	| Table
	| MathBlock
	| Image
	| Gallery
	| Video
	| Audio
	| FileBlock
	| Embed
	| Bookmark
	| Button
	| Signup
	| HtmlBlock;

export type Paragraph = { type: 'paragraph'; content?: Inline[] };
export type Heading = { type: 'heading'; attrs: { level: HeadingLevel }; content?: Inline[] };
export type BulletList = { type: 'bulletList'; content: ListItem[] };
export type OrderedList = { type: 'orderedList'; attrs: { start: number }; content: ListItem[] };
/** The first child is a paragraph, which may be empty. */
export type ListItem = { type: 'listItem'; content: Block[] };
export type Blockquote = { type: 'blockquote'; content: Block[] };
/** Words set large; `cite` says whose they are. */
export type PullQuote = { type: 'pullQuote'; attrs: { cite: string }; content?: Inline[] };
export type CodeBlock = {
	type: 'codeBlock';
	attrs: { language: string | null; caption: string };
	content?: { type: 'text'; text: string }[];
};
export type HorizontalRule = { type: 'horizontalRule' };
export type Callout = { type: 'callout'; attrs: { tone: Tone }; content: Block[] };
/** A line that shows more when it is pressed. The first child is the line. */
export type Toggle = { type: 'toggle'; content: [ToggleSummary, ...Block[]] };
export type ToggleSummary = { type: 'toggleSummary'; content?: Inline[] };
export type MathBlock = { type: 'mathBlock'; attrs: { latex: string } };

export type Table = { type: 'table'; attrs: { caption: string }; content: TableRow[] };
export type TableRow = { type: 'tableRow'; content: TableCell[] };
export type TableCell = {
	type: 'tableCell' | 'tableHeader';
	attrs: { colspan: number; rowspan: number; align: Align | null };
	content: Paragraph[];
};

/** The words below a picture or a player: the last child of what it belongs to. */
export type Caption = { type: 'caption'; content: Inline[] };
export type Image = { type: 'image'; attrs: ImageAttrs; content?: [Caption] };
export type Gallery = {
	type: 'gallery';
	attrs: { layout: Layout };
	content: (Image | Caption)[];
};
export type Video = { type: 'video'; attrs: VideoAttrs; content?: [Caption] };
export type Audio = { type: 'audio'; attrs: AudioAttrs; content?: [Caption] };
/** A file to take along. `size` in bytes. */
export type FileBlock = {
	type: 'file';
	attrs: Media & { title: string; description: string; filename: string; size: number | null };
};
/** Something of another site that `readEmbed` knows. Nothing of it loads on a page. */
export type Embed = {
	type: 'embed';
	attrs: { url: string; title: string };
	content?: [Caption];
};
export type Bookmark = {
	type: 'bookmark';
	attrs: { url: string; title: string; description: string; publisher: string };
	content?: [Caption];
};
export type Button = { type: 'button'; attrs: { label: string; href: string } };
/** The place of the form to subscribe with. */
export type Signup = {
	type: 'signup';
	attrs: { title: string; text: string; label: string; note: string };
};
/** HTML that has no node of its own. Hostile until `sanitize` has seen it, which rendering does. */
export type HtmlBlock = { type: 'html'; attrs: { html: string } };
/** What stands after it is for those who may read the whole post. */
export type Paywall = { type: 'paywall' };

export type Inline = Text | HardBreak | MathInline | Footnote;
export type Text = { type: 'text'; text: string; marks?: Mark[] };
export type HardBreak = { type: 'hardBreak'; marks?: Mark[] };
export type MathInline = { type: 'mathInline'; attrs: { latex: string }; marks?: Mark[] };
/** A note, where its number stands in the text. Its number is its place among the notes. */
export type Footnote = { type: 'footnote'; content?: Exclude<Inline, Footnote>[] };

export type Mark =
	| { type: 'link'; attrs: { href: string } }
	| { type: 'bold' }
	| { type: 'code' }
	| { type: 'italic' }
	| { type: 'strike' }
	| { type: 'subscript' }
	| { type: 'superscript' };

export type HeadingLevel = 2 | 3 | 4;
export type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';
export type Layout = 'text' | 'wide' | 'full';
export type Align = 'start' | 'center' | 'end';

export type Media = {
	/** The row in `media`, when the file is the publication's own; then `src` is its address. */
	mediaId: string | null;
	/** Null while the file is missing: an import brought the words about it, not the file. */
	src: string | null;
};

export type ImageAttrs = Media & {
	alt: string;
	/** Natural size in pixels. */
	width: number | null;
	height: number | null;
	/** What must stay in sight when the picture is cropped: 0 to 1 from the left and from the top. */
	focalX: number | null;
	focalY: number | null;
	layout: Layout;
	/** Where the picture leads when it is pressed. */
	href: string | null;
};

/** `duration` in seconds. */
export type AudioAttrs = Media & { title: string; duration: number | null; poster: Media | null };
export type VideoAttrs = AudioAttrs & {
	width: number | null;
	height: number | null;
	layout: Layout;
};

export const HEADING_LEVELS: readonly HeadingLevel[] = [2, 3, 4];
export const TONES: readonly Tone[] = ['plain', 'accent', 'good', 'warn', 'bad'];
export const LAYOUTS: readonly Layout[] = ['text', 'wide', 'full'];
export const ALIGNS: readonly Align[] = ['start', 'center', 'end'];

/** The order the schema sorts marks into, outermost first. */
export const MARK_ORDER: readonly Mark['type'][] = [
	...(['link', 'bold', 'code', 'italic', 'strike', 'subscript', 'superscript'] as const)
];
