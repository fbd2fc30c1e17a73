import type { Editor } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import type {
	Decoration,
	NodeView,
	NodeViewConstructor,
	ViewMutationRecord
} from '@tiptap/pm/view';
import { mount, unmount, type Component } from 'svelte';
import { Block } from './block.svelte';
import { keyHandler } from '../../components/composition';

// A component names the attributes of its own block, so that no one type covers all of them.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type BlockComponent = Component<{ block: Block<any> }>;

export interface BlockLook {
	/** What is not text: controls, fields, pictures. */
	face?: BlockComponent;
	/** Elements around the text, outermost first, such as `table tbody`; none without text. */
	body?: string;
	/** The face stands behind the text. */
	faceLast?: boolean;
	/** Stands in a line of text. */
	inline?: boolean;
	/** The class the block has on a page, so that it looks the same. */
	className?: string;
	/** Attributes of the block's own element that change with the node. */
	mark?: (node: Node) => Record<string, string>;
}

/** What is pressed or typed in there is none of the editor's business. */
const CONTROLS = 'input, textarea, select, button, a, label, iframe, audio, video, [data-own]';

/** Shows a node of the text by a component: its face, and the text in it as the editor's own. */
class BlockView implements NodeView {
	readonly dom: HTMLElement;
	readonly contentDOM?: HTMLElement;
	readonly #face: HTMLElement | null = null;
	readonly #block: Block;
	readonly #look: BlockLook;
	readonly #mounted: Record<string, unknown> | null = null;

	constructor(
		editor: Editor,
		look: BlockLook,
		...[node, , position, decorations]: Parameters<NodeViewConstructor>
	) {
		this.#look = look;
		this.#block = new Block(editor, node, position);
		this.#block.active = isActive(decorations);
		this.dom = document.createElement(look.inline ? 'span' : 'div');
		this.dom.dataset.block = node.type.name;
		if (look.className) this.dom.classList.add(look.className);
		this.#mark(node);
		if (look.face) {
			this.#face = this.dom.appendChild(document.createElement(look.inline ? 'span' : 'div'));
			this.#face.dataset.face = '';
			this.#face.contentEditable = 'false';
			this.#face.addEventListener('mousedown', this.#press);
			this.#face.addEventListener('keydown', keyHandler(this.#key));
			this.#mounted = mount(look.face, { target: this.#face, props: { block: this.#block } });
		}
		if (look.body) {
			let inner: HTMLElement = this.dom;
			for (const name of look.body.split(' ')) {
				inner = inner.appendChild(document.createElement(name));
			}
			this.contentDOM = inner;
		}
		if (look.faceLast && this.#face) this.dom.append(this.#face);
	}

	update(node: Node, decorations: readonly Decoration[]): boolean {
		if (node.type !== this.#block.node.type) return false;
		this.#block.node = node;
		this.#block.active = isActive(decorations);
		this.#mark(node);
		return true;
	}

	stopEvent(event: Event): boolean {
		const { target } = event;
		if (!(target instanceof Element) || !this.#face?.contains(target)) return false;
		return !/^(?:drag|drop)/.test(event.type);
	}

	ignoreMutation(mutation: ViewMutationRecord): boolean {
		if (this.#face?.contains(mutation.target)) return true;
		return mutation.type !== 'selection' && !this.contentDOM?.contains(mutation.target);
	}

	destroy(): void {
		if (this.#mounted) void unmount(this.#mounted);
	}

	#mark(node: Node): void {
		for (const [name, value] of Object.entries(this.#look.mark?.(node) ?? {})) {
			this.dom.setAttribute(name, value);
		}
	}

	readonly #press = (event: MouseEvent): void => {
		if (event.target instanceof Element && event.target.closest(CONTROLS)) return;
		event.preventDefault();
		this.#block.select();
	};

	readonly #key = (event: KeyboardEvent): void => {
		const { editor } = this.#block;
		if (event.key === 'Escape') {
			event.preventDefault();
			this.#block.select();
			return;
		}
		if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
			event.preventDefault();
			if (this.#look.inline) editor.commands.focus();
			else this.#block.leave();
			return;
		}
		if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey)) return;
		// A field's own history knows nothing of the text around it.
		event.preventDefault();
		if (event.shiftKey) editor.commands.redo();
		else editor.commands.undo();
	};
}

function isActive(decorations: readonly Decoration[]): boolean {
	return decorations.some(({ spec }) => spec.active === true);
}

/** The node views of an editor, by the names of their nodes. */
export function blockViews(
	editor: Editor,
	looks: Readonly<Record<string, BlockLook>>
): Record<string, NodeViewConstructor> {
	return Object.fromEntries(
		Object.entries(looks).map(([name, look]) => [
			name,
			(...given: Parameters<NodeViewConstructor>) => new BlockView(editor, look, ...given)
		])
	);
}
