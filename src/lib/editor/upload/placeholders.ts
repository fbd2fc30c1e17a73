import { Extension, type Editor } from '@tiptap/core';
import { Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';

interface Change {
	add?: { id: object; at: number; name: string };
	remove?: object;
}

const key = new PluginKey<DecorationSet>('placeholders');

/** Holds the places of files that are on their way, while the text around them changes. */
export const Placeholders = Extension.create({
	name: 'placeholders',
	addProseMirrorPlugins: () => [
		new Plugin<DecorationSet>({
			key,
			state: {
				init: () => DecorationSet.empty,
				apply: (tr, places) => change(tr, places.map(tr.mapping, tr.doc))
			},
			props: {
				decorations: (state) => key.getState(state)
			}
		})
	]
});

/** Marks a place, the selection where none is given, and returns what it goes by. */
export function addPlaceholder(editor: Editor, name: string, at?: number): object {
	const { view } = editor;
	const { selection, doc, tr } = view.state;
	const id = {};
	const place = Math.min(at ?? selection.to, doc.content.size);
	view.dispatch(tr.setMeta(key, { add: { id, at: place, name } } satisfies Change));
	return id;
}

export function removePlaceholder(editor: Editor, id: object): void {
	if (editor.isDestroyed) return;
	const { view } = editor;
	view.dispatch(view.state.tr.setMeta(key, { remove: id } satisfies Change));
}

/** Where the place is now; null when what held it was deleted. */
export function placeOf(editor: Editor, id: object): number | null {
	if (editor.isDestroyed) return null;
	return find(key.getState(editor.state), id)[0]?.from ?? null;
}

function change(tr: Transaction, places: DecorationSet): DecorationSet {
	const { add, remove }: Change = tr.getMeta(key) ?? {};
	const left = remove ? places.remove(find(places, remove)) : places;
	if (!add) return left;
	const widget = Decoration.widget(add.at, () => draw(add.name), { id: add.id, side: 1 });
	return left.add(tr.doc, [widget]);
}

function find(places: DecorationSet | undefined, id: object): Decoration[] {
	return places?.find(undefined, undefined, (spec) => spec.id === id) ?? [];
}

function draw(name: string): HTMLElement {
	const element = document.createElement('span');
	element.className = 'on-its-way';
	element.textContent = `${name} is on its way`;
	return element;
}
