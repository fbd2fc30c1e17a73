import type { AuthParts } from './parts.ts';

/** The address itself when config.toml allows it, the site otherwise. */
export function allowedRedirect(
	{ site_url, additional_redirect_urls }: AuthParts['config'],
	to?: string
) {
	if (!to || !URL.canParse(to)) return site_url;
	if (new URL(to).origin === new URL(site_url).origin) return to;
	const address = to.split('#')[0] ?? to;
	return additional_redirect_urls.some((pattern) => glob(pattern).test(address)) ? to : site_url;
}

/** As in hosted Auth: `*` and `?` stop at `.` and `/`, `**` does not. */
function glob(pattern: string): RegExp {
	const source = pattern.replace(/\*\*|[*?]|[^\w*?]/g, (part) => {
		if (part === '**') return '.*';
		if (part === '*') return '[^./]*';
		return part === '?' ? '[^./]' : `\\${part}`;
	});
	return new RegExp(`^${source}$`);
}
