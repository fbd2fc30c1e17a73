import { text } from '@sveltejs/kit';
import { allowAnonymous } from '$lib/server/guards';
import { absolute } from '$lib/server/reading';
import type { RequestHandler } from './$types';

/** What no search engine has any use for. Nothing is hidden by this: the guards do that. */
const unwanted = ['/desk', '/account', '/auth/', '/sign-in', '/sign-out', '/invitations/'];

export const GET: RequestHandler = async (event) => {
	allowAnonymous(event);
	const lines = [
		'User-agent: *',
		'Allow: /',
		...unwanted.map((path) => `Disallow: ${path}`),
		'',
		`Sitemap: ${absolute('/sitemap.xml')}`
	];
	return text(`${lines.join('\n')}\n`, { headers: { 'cache-control': 'public, max-age=3600' } });
};
