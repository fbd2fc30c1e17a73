import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { LAYOUTS } from '../document.ts';
import * as field from '../checks.ts';
import { leaveOnEnter } from './keys.ts';
import { stored } from './stored.ts';

const layout = field.choice('a width', LAYOUTS, 'text');
const media = { mediaId: field.mediaId, src: field.source };
const audio = { ...media, title: field.words, duration: field.seconds, poster: field.poster };

/** The words below a picture or a player. */
export const CaptionNode = stored('caption', {
	content: 'inline*',
	tag: 'figcaption',
	isolating: true,
	defining: true,
	shortcuts: leaveOnEnter('caption', 2)
});

/** A picture. A missing file leaves `src` null, and the words stay. */
export const ImageNode = stored('image', {
	group: 'block',
	content: 'caption?',
	tag: 'figure',
	isolating: true,
	fields: {
		...media,
		alt: field.words,
		width: field.pixels,
		height: field.pixels,
		focalX: field.share,
		focalY: field.share,
		layout,
		href: field.optionalLink
	},
	look: ({ attrs: { src, alt, width, height } }) => [['img', { src, alt, width, height }]]
});

/** Pictures that are shown together. */
export const GalleryNode = stored('gallery', {
	group: 'block',
	content: 'image+ caption?',
	isolating: true,
	fields: { layout }
});

export const VideoNode = stored('video', {
	group: 'block',
	content: 'caption?',
	tag: 'figure',
	isolating: true,
	fields: { ...audio, width: field.pixels, height: field.pixels, layout },
	look: named
});

export const AudioNode = stored('audio', {
	group: 'block',
	content: 'caption?',
	tag: 'figure',
	isolating: true,
	fields: audio,
	look: named
});

/** A file to take along. */
export const FileNode = stored('file', {
	group: 'block',
	atom: true,
	fields: {
		...media,
		title: field.words,
		description: field.words,
		filename: field.words,
		size: field.bytes
	},
	look: named
});

/** Something of another site, by allow-list. Not even the editor loads it. */
export const EmbedNode = stored('embed', {
	group: 'block',
	content: 'caption?',
	tag: 'figure',
	isolating: true,
	fields: { url: field.embedAddress, title: field.words },
	look: named
});

export const BookmarkNode = stored('bookmark', {
	group: 'block',
	content: 'caption?',
	tag: 'figure',
	isolating: true,
	fields: {
		url: field.link,
		title: field.words,
		description: field.words,
		publisher: field.words
	},
	look: named
});

function named({ attrs }: ProseMirrorNode): [string, string][] {
	return [['p', String(attrs.title || attrs.filename || attrs.url || attrs.src || '')]];
}
