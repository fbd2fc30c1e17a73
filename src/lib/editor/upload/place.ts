import type { Editor, JSONContent } from '@tiptap/core';
import { NodeSelection } from '@tiptap/pm/state';
import { imageTypes, type Uploaded } from '$lib/schemas/media';
import type { Block } from '../blocks/block.svelte';
import { insertBlock } from '../insert/insert-block';
import { servicesOf } from '../services';
import { mediaFacts, type MediaFacts } from './facts';
import { addPlaceholder, placeOf, removePlaceholder } from './placeholders';

/** Sends files and puts them where they were asked for, however the text changes meanwhile. */
export async function placeFiles(
	editor: Editor,
	files: readonly File[],
	{ position, gallery = false }: { position?: number | undefined; gallery?: boolean } = {}
): Promise<void> {
	if (gallery && files.length > 1) return placeGallery(editor, files, position);
	for (const file of files) {
		const id = addPlaceholder(editor, file.name, position);
		const [stored, facts] = await Promise.all([servicesOf(editor).upload(file), mediaFacts(file)]);
		const place = placeOf(editor, id);
		removePlaceholder(editor, id);
		if (stored && place !== null) {
			insertBlock(editor, nodeFor(file, stored, facts), { at: place, select: 'node' });
		}
	}
}

async function placeGallery(
	editor: Editor,
	files: readonly File[],
	position: number | undefined
): Promise<void> {
	const id = addPlaceholder(editor, `${files.length} pictures`, position);
	const content = await sendPictures(editor, files);
	const place = placeOf(editor, id);
	removePlaceholder(editor, id);
	if (content.length === 0 || place === null) return;
	insertBlock(editor, { type: 'gallery', content }, { at: place, select: 'node' });
}

/** Asks for pictures and puts them at the end of a gallery. */
export async function addToGallery(block: Block<{ layout: string }>): Promise<void> {
	const { editor } = block;
	const files = await servicesOf(editor).choose(imageTypes.join(','), true);
	const pictures = await sendPictures(editor, files);
	const { tr, schema } = editor.state;
	const caption = block.hasCaption ? (block.node.lastChild?.nodeSize ?? 0) : 0;
	const end = block.position + block.node.nodeSize - 1 - caption;
	tr.insert(
		end,
		pictures.map((picture) => schema.nodeFromJSON(picture))
	);
	tr.setSelection(NodeSelection.create(tr.doc, block.position));
	editor.view.dispatch(tr);
}

async function sendPictures(editor: Editor, files: readonly File[]): Promise<JSONContent[]> {
	const { upload } = servicesOf(editor);
	const pictures: JSONContent[] = [];
	// One after the other: they share one connection, and come in their order.
	for (const file of files) {
		const stored = await upload(file);
		if (stored) pictures.push(nodeFor(file, stored, null));
	}
	return pictures;
}

function nodeFor(file: File, stored: Uploaded, facts: MediaFacts | null): JSONContent {
	const { id: mediaId, src, mime, bytes } = stored;
	const kind = mime.split('/')[0];
	if (kind === 'image') {
		const { width, height } = stored;
		return { type: 'image', attrs: { mediaId, src, width, height } };
	}
	const duration = facts?.duration ?? null;
	if (kind === 'audio') return { type: 'audio', attrs: { mediaId, src, duration } };
	if (kind === 'video') {
		const { width = null, height = null } = facts ?? {};
		return { type: 'video', attrs: { mediaId, src, duration, width, height } };
	}
	return {
		type: 'file',
		attrs: { mediaId, src, filename: file.name, size: bytes, title: '' }
	};
}
