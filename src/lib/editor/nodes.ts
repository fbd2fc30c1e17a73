import { Node } from '@tiptap/core';
import { Image as TiptapImage } from '@tiptap/extension-image';
import { mediaIdOf, readPixels, safeSource } from '../content/attributes.ts';

/** The document itself. A paywall is allowed here and nowhere deeper. */
export const DocumentNode = Node.create({
	name: 'doc',
	topNode: true,
	content: '(block | paywall)+'
});

/** A picture with its caption. A missing file leaves `src` null, and the words stay. */
export const ImageNode = TiptapImage.extend({
	addAttributes() {
		return {
			mediaId: { default: null, validate: 'string|null' },
			src: { default: null, validate: isSource },
			alt: { default: '', validate: 'string' },
			caption: { default: '', validate: 'string' },
			width: { default: null, validate: isPixels },
			height: { default: null, validate: isPixels }
		};
	},
	parseHTML() {
		return [
			{ tag: 'figure', getAttrs: readFigure },
			{ tag: 'img', getAttrs: readFigure }
		];
	},
	renderHTML({ node }) {
		const { src, alt, width, height, caption } = node.attrs;
		return ['figure', ['img', { src, alt, width, height }], ['figcaption', String(caption)]];
	}
});

/** A block of HTML. The editor shows its source and never lets the browser read it. */
export const HtmlNode = Node.create({
	name: 'html',
	group: 'block',
	atom: true,
	addAttributes() {
		return { html: { default: '', validate: 'string' } };
	},
	parseHTML() {
		return [
			{
				tag: 'div[data-html]',
				getAttrs: (element) => ({ html: element.getAttribute('data-html') ?? '' })
			}
		];
	},
	renderHTML({ node }) {
		const html = String(node.attrs.html);
		return ['div', { 'data-html': html }, ['pre', html]];
	}
});

/** The mark between what everybody may read and what is for members. */
export const PaywallNode = Node.create({
	name: 'paywall',
	group: 'paywall',
	atom: true,
	parseHTML() {
		return [{ tag: 'hr[data-paywall]', priority: 60 }];
	},
	renderHTML() {
		return ['hr', { 'data-paywall': '' }];
	}
});

function readFigure(element: HTMLElement): Record<string, unknown> | false {
	const image = element.matches('img') ? element : element.querySelector('img');
	const src = safeSource(image?.getAttribute('src'));
	if (!image || src === null) return false;
	return {
		mediaId: mediaIdOf(src),
		src,
		alt: image.getAttribute('alt') ?? '',
		caption: element.querySelector('figcaption')?.textContent ?? '',
		width: readPixels(image.getAttribute('width')),
		height: readPixels(image.getAttribute('height'))
	};
}

function isSource(value: unknown): void {
	if (value !== null && (typeof value !== 'string' || safeSource(value) !== value)) {
		throw new RangeError('image source must be an http(s) address or a path on this site');
	}
}

function isPixels(value: unknown): void {
	if (value === null) return;
	if (!Number.isInteger(value) || Number(value) < 1 || Number(value) > 99_999) {
		throw new RangeError('image size must be a whole number of pixels');
	}
}
