import type { Handle } from '@sveltejs/kit';

/** What `<html>` carries. A layout sets it from its publication. */
export interface HtmlAttributes {
	/** BCP 47 */
	lang: string;
	dir: 'ltr' | 'rtl';
	/** OKLCH hue in degrees and chroma; null for our own accent. */
	accent: { hue: number; chroma: number } | null;
}

const placeholder = '%html.attributes%';

/** Fills in the attributes of `<html>` in `app.html`. */
export const htmlAttributes: Handle = ({ event, resolve }) => {
	event.locals.html = { lang: 'en-GB', dir: 'ltr', accent: null };
	return resolve(event, {
		transformPageChunk: ({ html }) =>
			html.replace(placeholder, () => renderAttributes(event.locals.html))
	});
};

/** The attributes as they stand in the tag. Values are checked: they come from a database. */
export function renderAttributes({ lang, dir, accent }: HtmlAttributes): string {
	const language = /^[A-Za-z0-9-]{2,35}$/.test(lang) ? lang : 'en-GB';
	const attributes = [`lang="${language}"`, `dir="${dir === 'rtl' ? 'rtl' : 'ltr'}"`];
	if (accent && Number.isFinite(accent.hue) && Number.isFinite(accent.chroma)) {
		attributes.push(`style="--accent-h: ${accent.hue}; --accent-c: ${accent.chroma}"`);
	}
	return attributes.join(' ');
}
