import AudioVideo from './PlayerBlock.svelte';
import Bookmark from './BookmarkBlock.svelte';
import Button from './ButtonBlock.svelte';
import Callout from './CalloutBlock.svelte';
import Code from './CodeBlock.svelte';
import Embed from './EmbedBlock.svelte';
import File from './FileBlock.svelte';
import Footnote from './FootnoteView.svelte';
import Gallery from './GalleryBlock.svelte';
import Html from './HtmlBlock.svelte';
import Image from './ImageBlock.svelte';
import MathBlock from './MathBlock.svelte';
import MathInline from './MathInline.svelte';
import Paywall from './PaywallBlock.svelte';
import PullQuote from './PullQuoteBlock.svelte';
import Signup from './SignupBlock.svelte';
import Table from './TableBlock.svelte';
import Toggle from './ToggleBlock.svelte';
import type { BlockLook } from './view.svelte';

const width: BlockLook['mark'] = ({ attrs }) => ({ 'data-layout': String(attrs.layout) });

/** How the editor shows each node that has more to it than its text. */
export const looks: Readonly<Record<string, BlockLook>> = {
	audio: { face: AudioVideo, body: 'div' },
	bookmark: { face: Bookmark, body: 'div' },
	button: { face: Button },
	callout: {
		face: Callout,
		body: 'div',
		className: 'callout',
		mark: ({ attrs }) => ({ 'data-tone': String(attrs.tone) })
	},
	codeBlock: { face: Code, body: 'pre code', faceLast: true },
	embed: { face: Embed, body: 'div' },
	file: { face: File },
	footnote: { face: Footnote, inline: true },
	gallery: { face: Gallery, body: 'div', mark: width },
	html: { face: Html },
	image: { face: Image, body: 'div', mark: width },
	mathBlock: { face: MathBlock },
	mathInline: { face: MathInline, inline: true },
	paywall: { face: Paywall },
	pullQuote: { face: PullQuote, body: 'p', faceLast: true, className: 'pull' },
	signup: { face: Signup },
	table: { face: Table, body: 'table tbody' },
	toggle: { face: Toggle, body: 'div', className: 'toggle' },
	video: { face: AudioVideo, body: 'div', mark: width }
};
