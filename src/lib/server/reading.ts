import { redirect, type RequestEvent } from '@sveltejs/kit';
import { canonicalSlug, homePath } from '$lib/domain/addresses';
import { getMovedPublication, getPublication, type Publication } from './db/publications';
import { env } from './env';
import { AppError } from './errors';

type Asked = Pick<RequestEvent, 'locals' | 'url'> & { params: { publication: string } };

/**
 * The publication an address names. A former address, or one in capitals, leads to the present one
 * with all that follows it.
 * @throws {AppError} 404 `not_found`, and the redirect
 */
export async function findPublication({ locals, params, url }: Asked): Promise<Publication> {
	const slug = params.publication;
	const publication = await getPublication(locals.supabase, slug);
	if (publication) return publication;
	const canonical = canonicalSlug(slug);
	const present = canonical === slug ? await getMovedPublication(locals.supabase, slug) : canonical;
	if (present === null) throw new AppError('not_found', 404);
	redirect(301, homePath(encodeURIComponent(present)) + below(url));
}

/** What follows the publication in an address. */
function below({ pathname, search }: URL): string {
	return pathname.replace(/^\/[^/]*/, '') + search;
}

/** A path of ours for feeds, site maps and whatever else leaves the page. */
export function absolute(path: string): string {
	return env().ORIGIN + path;
}
