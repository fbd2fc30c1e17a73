import { Extension } from '@tiptap/core';
import { NodeSelection, Plugin, TextSelection } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';

/**
 * Hands over the pictures that are pasted into the text or dropped on it, and lets a picture be
 * selected without being typed over. Adds nothing to the schema.
 */
export function pictures({ onfiles }: { onfiles: (files: File[], position: number) => void }) {
	return Extension.create({
		name: 'pictures',
		addProseMirrorPlugins() {
			const take = (list: FileList | undefined, position: number) => {
				const files = [...(list ?? [])].filter((file) => file.type.startsWith('image/'));
				if (files.length > 0) onfiles(files, position);
				return files.length > 0;
			};
			return [
				new Plugin({
					props: {
						handleClickOn(view, _, node, nodePos, event) {
							// Only its words are edited in place: a press on the picture selects it.
							if (node.type.name !== 'image' || !isOnFigure(event)) return false;
							view.dispatch(
								view.state.tr.setSelection(NodeSelection.create(view.state.doc, nodePos))
							);
							return true;
						},
						handleTextInput: (view, _from, _to, text) => typeBelow(view, text),
						handlePaste: (view, event) =>
							take(event.clipboardData?.files, view.state.selection.from),
						handleDrop(view, event, _, moved) {
							// A block that is moved inside the text is no file.
							if (moved) return false;
							const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
							return take(event.dataTransfer?.files, at?.pos ?? view.state.selection.from);
						}
					}
				})
			];
		}
	});
}

function isOnFigure({ target }: MouseEvent): boolean {
	return target instanceof Element && target.closest('figcaption') === null;
}

function typeBelow(view: EditorView, text: string): boolean {
	const { selection, schema, tr } = view.state;
	const paragraph = schema.nodes.paragraph;
	if (!(selection instanceof NodeSelection) || !selection.node.isBlock || !paragraph) return false;
	const below = tr.insert(selection.to, paragraph.create(null, schema.text(text)));
	below.setSelection(TextSelection.create(below.doc, selection.to + 1 + text.length));
	view.dispatch(below.scrollIntoView());
	return true;
}
