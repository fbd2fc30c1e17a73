import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { NodeSelection, TextSelection } from '@tiptap/pm/state';

/** One block of the text, as the component that shows it sees it. */
export class Block<Attrs extends object = Record<string, unknown>> {
	node: Node;
	/** The selection is this block, or stands in it. */
	active = $state(false);
	readonly editor: Editor;
	readonly #position: () => number | undefined;

	constructor(editor: Editor, node: Node, position: () => number | undefined) {
		this.editor = editor;
		this.node = $state.raw(node);
		this.#position = position;
	}

	/** The schema checks what comes in, so that they are what their type says. */
	get attrs(): Attrs {
		return this.node.attrs as Attrs;
	}

	get position(): number {
		return this.#position() ?? 0;
	}

	get hasCaption(): boolean {
		return this.node.lastChild?.type.name === 'caption';
	}

	/** Changes attributes; the selection stays where it is. */
	set(attrs: Partial<Attrs>): void {
		const { view } = this.editor;
		const tr = view.state.tr;
		for (const [name, value] of Object.entries(attrs)) {
			tr.setNodeAttribute(this.position, name, value);
		}
		view.dispatch(tr);
	}

	/** Selects the whole block. The keyboard goes there with `focus`. */
	select(focus = true): void {
		const { view } = this.editor;
		view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, this.position)));
		if (focus) view.focus();
	}

	/** Goes on writing below the block, in a new paragraph where nothing can be written there. */
	leave(): void {
		const { view } = this.editor;
		const { tr, schema } = view.state;
		const after = this.position + this.node.nodeSize;
		const paragraph = schema.nodes.paragraph?.create();
		if (!tr.doc.nodeAt(after)?.isTextblock && paragraph) tr.insert(after, paragraph);
		tr.setSelection(TextSelection.near(tr.doc.resolve(after + 1))).scrollIntoView();
		view.dispatch(tr);
		view.focus();
	}

	/** Takes the block away; with it what cannot stand without it, such as its gallery. */
	remove(): void {
		const { view } = this.editor;
		const { tr, schema } = view.state;
		let at = this.position;
		let place = tr.doc.resolve(at);
		while (place.depth > 0 && !place.parent.canReplace(place.index(), place.index() + 1)) {
			at = place.before();
			place = tr.doc.resolve(at);
		}
		const end = at + (place.nodeAfter?.nodeSize ?? 0);
		if (place.parent.canReplace(place.index(), place.index() + 1)) tr.delete(at, end);
		else tr.replaceWith(at, end, schema.nodes.paragraph?.create() ?? []);
		tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(at, tr.doc.content.size))));
		view.dispatch(tr.scrollIntoView());
		view.focus();
	}

	/** Puts the caret into the caption, which is made where there is none. */
	writeCaption(): void {
		const { view } = this.editor;
		const { tr, schema } = view.state;
		const end = this.position + this.node.nodeSize - 1;
		const caption = schema.nodes.caption?.create();
		if (!this.hasCaption && caption) {
			tr.insert(end, caption);
			tr.setSelection(TextSelection.create(tr.doc, end + 1));
		} else {
			tr.setSelection(TextSelection.create(tr.doc, end - 1));
		}
		view.dispatch(tr);
		view.focus();
	}
}
