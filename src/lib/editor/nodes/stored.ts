import { Node, type Attributes, type NodeConfig } from '@tiptap/core';
import type { DOMOutputSpec, Node as ProseMirrorNode } from '@tiptap/pm/model';
import type { Fields } from '../checks.ts';

type Look = (node: ProseMirrorNode) => DOMOutputSpec[];

interface Stored extends Partial<
	Pick<
		NodeConfig,
		'group' | 'content' | 'inline' | 'atom' | 'isolating' | 'defining' | 'marks' | 'selectable'
	>
> {
	fields?: Fields;
	/** The element it is in the editor, where no view of its own takes over. */
	tag?: string;
	/** What stands before its content in the editor, and is not to be edited there. */
	look?: Look;
	shortcuts?: NodeConfig['addKeyboardShortcuts'];
}

/** Attributes as Tiptap wants them; none of them is printed one by one. */
export function attributes(fields: Fields): Attributes {
	return Object.fromEntries(
		Object.entries(fields).map(([name, field]) => [name, { ...field, rendered: false }])
	);
}

/**
 * A node that is copied and pasted within the editor as what it is: one attribute of its element
 * carries all of its own, and is taken back only when each of them is one that may be stored.
 */
export function stored(name: string, options: Stored): Node {
	const { fields = {}, tag = 'div', look = () => [], shortcuts, ...config } = options;
	return Node.create({
		name,
		...config,
		addAttributes: () => attributes(fields),
		parseHTML: () => [
			{
				tag: `[data-node="${name}"]`,
				priority: 60,
				getAttrs: (element) => readAttributes(element.getAttribute('data-attrs'), fields),
				...(config.content && { contentElement: contentOf })
			}
		],
		renderHTML: ({ node }) => {
			const own = { 'data-node': name, 'data-attrs': JSON.stringify(node.attrs) };
			const before = look(node);
			if (!config.content) return [tag, own, ...before];
			if (before.length === 0) return [tag, own, 0];
			return [
				tag,
				own,
				['div', { contenteditable: 'false' }, ...before],
				['div', { 'data-content': '' }, 0]
			];
		},
		...(shortcuts && { addKeyboardShortcuts: shortcuts })
	});
}

function contentOf(node: globalThis.Node): HTMLElement {
	const element = node as HTMLElement;
	return element.querySelector<HTMLElement>(':scope > [data-content]') ?? element;
}

function readAttributes(json: string | null, fields: Fields): Record<string, unknown> | false {
	try {
		const given: unknown = JSON.parse(json ?? '{}');
		const values = new Map(typeof given === 'object' && given ? Object.entries(given) : []);
		return Object.fromEntries(
			Object.entries(fields).map(([name, field]) => {
				const value: unknown = values.has(name) ? values.get(name) : field.default;
				field.validate(value);
				return [name, value];
			})
		);
	} catch {
		return false;
	}
}
