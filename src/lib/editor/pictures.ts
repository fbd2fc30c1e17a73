import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';

/** Hands over the pictures that are pasted into the text or dropped on it. Adds nothing to the schema. */
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
