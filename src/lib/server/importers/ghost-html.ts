/** Where the addresses in a text lead once it is ours. */
export interface Site {
	/** Address of the old site without a slash at the end, or null when it is not known. */
	url: string | null;
	/** Path of the publication: `/@slug`. */
	path: string;
	/** Slugs of the posts that come over, as far as the text may link to them. */
	slugs: ReadonlySet<string>;
}

export interface PreparedHtml {
	html: string;
	/** Files of the old site that the text shows or offers and that are not here, each counted once. */
	files: number;
	/** Links into the old site that nothing answers any more. */
	deadLinks: number;
	/** Passages left out because Ghost showed them to a part of the readers only. */
	gated: number;
}

const GATE_BEGIN = '<!--kg-gated-block:begin';
const GATE_END = '<!--kg-gated-block:end-->';

/** What Ghost puts in front of its own addresses in an export. */
const OWN = '__GHOST_URL__';

/** An address of a file, with whatever stands for the host before it. */
const FILE =
	/(__GHOST_URL__|https?:\/\/[a-z0-9.-]+(?::\d+)?|(?<=["'(]))(\/content\/(?:images|media|files)\/[^"'\s<>()\\?#]{1,1000})/gi;

/**
 * The file of the old site an address names, as its path there without the size a picture was cut
 * to; null for all other addresses. Those with another host count too: sites move.
 */
export function filePath(address: string): string | null {
	const [match] = `"${address}`.matchAll(FILE);
	return match && match.index <= 1 ? unsized(match[2] ?? '') : null;
}

/** All files of the old site that an HTML text names. */
export function filePaths(source: string): string[] {
	const { html } = withoutGated(source);
	return [...new Set([...html.matchAll(FILE)].map((match) => unsized(match[2] ?? '')))];
}

/**
 * Ghost's HTML with its placeholders resolved and without what not everybody was shown.
 * @param kept addresses of the files that are here, by their path on the old site
 */
export function prepareHtml(
	source: string,
	site: Site,
	kept: ReadonlyMap<string, string> = new Map()
): PreparedHtml {
	const { html: open, gated } = withoutGated(source);
	const files = new Set<string>();
	let deadLinks = 0;
	const html = absolute(open, site)
		// Ghost's sign-up window: there is none here to open.
		.replace(/\shref="(?:__GHOST_URL__\/?)?#\/portal[^"]{0,200}"/g, '')
		.replace(FILE, (address: string, host: string, path: string) => {
			const here = kept.get(unsized(path));
			if (here !== undefined) return here;
			if (host !== OWN && host !== '') return address;
			files.add(unsized(path));
			return `${OWN}${path}`;
		})
		.replace(/__GHOST_URL__(\/[^"'\s<>()\\]*)?/g, (token: string, path = '/') => {
			if (path.startsWith('/content/')) return site.url === null ? token : site.url + path;
			const target = ownPath(path, site) ?? (site.url === null ? null : site.url + path);
			if (target === null) deadLinks += 1;
			return target ?? token;
		});
	return { html, files: files.size, deadLinks, gated };
}

// Some texts name their own site in full, and old ones by paths.
function absolute(html: string, site: Site): string {
	const whole = site.url === null ? html : html.replaceAll(`"${site.url}/`, `"${OWN}/`);
	return whole.replace(/\shref="\/(?![/@])/g, ` href="${OWN}/`);
}

function unsized(path: string): string {
	return path.replace(/\/size\/w\d+(?:h\d+)?(?:\/format\/[a-z]+)?\//, '/');
}

function ownPath(path: string, site: Site): string | null {
	const [, plain = '', rest = ''] = /^([^?#]*)(.*)$/.exec(path) ?? [];
	const parts = plain.split('/').filter(Boolean);
	if (parts.length === 0) return site.path + rest;
	const [first = '', second = ''] = parts;
	if (first === 'tag' && parts.length === 2) return `${site.path}/tag/${second}${rest}`;
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
