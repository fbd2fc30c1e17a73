import type { Editor } from '@tiptap/core';
import { readEmbed } from '../../content/embeds';
import { safeSource } from '../../content/attributes';
import { readAddress } from '../addresses';
import { insertBlock } from './insert-block';

/** Blocks that are nothing without an address. */
export type Question = 'embed' | 'bookmark' | 'button';

interface Asked {
	label: string;
	placeholder: string;
	verb: string;
	/** Makes the block; false when the address is none it can have. */
	answer: (editor: Editor, typed: string) => boolean;
	refusal: string;
}

export const questions: Readonly<Record<Question, Asked>> = {
	embed: {
		label: 'Address of what to embed',
		placeholder: 'youtube.com/watch?v=…',
		verb: 'Embed it',
		refusal:
			'Embeds are for YouTube, Vimeo, Spotify, SoundCloud, Bluesky and Mastodon. Make it a bookmark instead.',
		answer: insertEmbed
	},
	bookmark: {
		label: 'Address of the page',
		placeholder: 'example.org/a-page',
		verb: 'Add the bookmark',
		refusal: 'A bookmark leads to a web page: example.org will do.',
		answer: insertBookmark
	},
	button: {
		label: 'Where the button leads',
		placeholder: 'example.org/tickets',
		verb: 'Add the button',
		refusal: 'A button leads to a web page, a mail address, or a place on this site.',
		answer: (editor, typed) => {
			const href = readAddress(typed);
			if (href === null) return false;
			insertBlock(editor, { type: 'button', attrs: { label: '', href } }, { select: 'field' });
			return true;
		}
	}
};

export function insertEmbed(editor: Editor, typed: string): boolean {
	const target = readEmbed(readAddress(typed));
	if (!target) return false;
	insertBlock(editor, { type: 'embed', attrs: { url: target.url } }, { select: 'field' });
	return true;
}

export function insertBookmark(editor: Editor, typed: string): boolean {
	const url = safeSource(readAddress(typed));
	if (url === null) return false;
	insertBlock(editor, { type: 'bookmark', attrs: { url } }, { select: 'field' });
	return true;
}
