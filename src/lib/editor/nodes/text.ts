import { Mark, Node } from '@tiptap/core';
import { TONES } from '../document.ts';
import * as field from '../checks.ts';
import { leaveOnEnter } from './keys.ts';
import { stored } from './stored.ts';

/** The document itself. A paywall is allowed here and nowhere deeper. */
export const DocumentNode = Node.create({
	name: 'doc',
	topNode: true,
	content: '(block | paywall)+'
});

/** Words of the text or of somebody else, set large. */
export const PullQuoteNode = stored('pullQuote', {
	group: 'block',
	content: 'inline*',
	tag: 'blockquote',
	defining: true,
	fields: { cite: field.words }
});

export const CalloutNode = stored('callout', {
	group: 'block',
	content: 'block+',
	tag: 'aside',
	defining: true,
	fields: { tone: field.choice('a tone', TONES, 'accent') }
});

/** A line that shows more when it is pressed. */
export const ToggleNode = stored('toggle', {
	group: 'block',
	content: 'toggleSummary block+',
	isolating: true,
	defining: true
});

export const ToggleSummaryNode = stored('toggleSummary', {
	content: 'inline*',
	tag: 'p',
	isolating: true,
	defining: true,
	shortcuts: leaveOnEnter('toggleSummary', 1)
});

export const MathBlockNode = stored('mathBlock', {
	group: 'block',
	atom: true,
	fields: { latex: field.latex },
	look: ({ attrs }) => [['code', String(attrs.latex)]]
});

export const MathInlineNode = stored('mathInline', {
	group: 'inline',
	inline: true,
	atom: true,
	tag: 'span',
	fields: { latex: field.latex },
	look: ({ attrs }) => [['code', String(attrs.latex)]]
});

/** A note, where its number stands. It holds no other note. */
export const FootnoteNode = stored('footnote', {
	group: 'inline',
	inline: true,
	atom: true,
	content: '(text | hardBreak | mathInline)*',
	tag: 'span'
});

/** Smaller and lower: the 2 of H₂O. */
export const SubscriptMark = Mark.create({
	name: 'subscript',
	parseHTML: () => [{ tag: 'sub' }],
	renderHTML: () => ['sub', 0]
});

/** Smaller and higher: the 2 of m². */
export const SuperscriptMark = Mark.create({
	name: 'superscript',
	parseHTML: () => [{ tag: 'sup' }],
	renderHTML: () => ['sup', 0]
});
