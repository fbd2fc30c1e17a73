import type { Editor } from '@tiptap/core';
import type { Visibility } from '$lib/domain/post-words';
import type { Uploaded } from '$lib/schemas/media';

/** Who can read the post, as its settings stand. */
export interface PostAccess {
	readonly visibility: Visibility;
	/** Changes the setting, and saves it. */
	choose(visibility: Visibility): void;
}

/** What the blocks of an editor need from the page around it. */
export interface Services {
	/** Asks for files of the types an `accept` attribute names; none when nothing was chosen. */
	choose(accept: string, multiple?: boolean): Promise<File[]>;
	/** Sends a file; null when it did not arrive, which the page says. */
	upload(file: File): Promise<Uploaded | null>;
	/** Reactive. */
	readonly access: PostAccess;
}

const services = new WeakMap<Editor, Services>();

export function provideServices(editor: Editor, given: Services): void {
	services.set(editor, given);
}

/** @throws {Error} when the editor stands alone */
export function servicesOf(editor: Editor): Services {
	const found = services.get(editor);
	if (!found) throw new Error('This editor has no page around it.');
	return found;
}
