import { AsyncLocalStorage } from 'node:async_hooks';
import type { ApiContext } from '../api/context.ts';
import type { AuthParts } from './parts.ts';

const wished = new AsyncLocalStorage<string>();

/** Remembers where the client of this request wants people to land, for the mails sent on its way. */
export function withRedirect<T>(c: ApiContext, config: AuthParts['config'], work: () => T): T {
	return wished.run(allowedRedirect(config, c.req.query('redirect_to')), work);
}

/** Where the mails of the present request point. */
export function currentRedirect(config: AuthParts['config']): string {
	return wished.getStore() ?? config.site_url;
}

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
