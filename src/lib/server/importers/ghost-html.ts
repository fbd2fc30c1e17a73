/** Where the addresses in a text lead once it is ours. */
export interface Site {
	/** Address of the old site without a slash at the end, or null when it is not known. */
	url: string | null;
	/** Path of the publication: `/@slug`. */
	path: string;
	/** Slugs of the posts that come over. */
	slugs: ReadonlySet<string>;
}

export interface PreparedHtml {
	html: string;
	/** Files of the old site that the text shows or offers, each counted once. */
	files: number;
	/** Links into the old site that nothing answers any more. */
	deadLinks: number;
	/** Passages left out because Ghost showed them to a part of the readers only. */
	gated: number;
}

const GATE_BEGIN = '<!--kg-gated-block:begin';
const GATE_END = '<!--kg-gated-block:end-->';

/** Ghost's HTML with its placeholders resolved and without what not everybody was shown. */
export function prepareHtml(source: string, site: Site): PreparedHtml {
	const { html: open, gated } = withoutGated(source);
	const files = new Set<string>();
	let deadLinks = 0;
	const html = open
		// Ghost's sign-up window: there is none here to open.
		.replace(/\shref="(?:__GHOST_URL__\/?)?#\/portal[^"]{0,200}"/g, '')
		.replace(/__GHOST_URL__(\/[^"'\s<>()\\]*)?/g, (token: string, path = '/') => {
			if (path.startsWith('/content/')) {
				files.add(path.replace(/\/size\/w\d+(?:h\d+)?\//, '/'));
				return site.url === null ? token : site.url + path;
			}
			const target = ownPath(path, site) ?? (site.url === null ? null : site.url + path);
			if (target === null) deadLinks += 1;
			return target ?? token;
		});
	return { html, files: files.size, deadLinks, gated };
}

function ownPath(path: string, site: Site): string | null {
	const [, plain = '', rest = ''] = /^([^?#]*)(.*)$/.exec(path) ?? [];
	const parts = plain.split('/').filter(Boolean);
	if (parts.length === 0) return site.path + rest;
	// Whatever the old permalinks had in front, the slug came last.
	const slug = parts.at(-1) ?? '';
	return site.slugs.has(slug) ? `${site.path}/${slug}${rest}` : null;
}

function withoutGated(source: string): { html: string; gated: number } {
	let html = '';
	let gated = 0;
	let at = 0;
	for (;;) {
		const begin = source.indexOf(GATE_BEGIN, at);
		if (begin === -1) return { html: html + source.slice(at), gated };
		const inside = source.indexOf('-->', begin) + 3;
		const end = inside > 2 ? source.indexOf(GATE_END, inside) : -1;
		html += source.slice(at, begin);
		const forEverybody = /\bnonMember:\s*true\b/.test(source.slice(begin, inside));
		if (forEverybody) html += end === -1 ? source.slice(inside) : source.slice(inside, end);
		else gated += 1;
		if (end === -1) return { html, gated };
		at = end + GATE_END.length;
	}
}
