import { AppError } from '$lib/server/errors';
import { directionOf } from '$lib/domain/languages';
import { listPages } from '$lib/server/db/posts';
import { getPublication } from '$lib/server/db/publications';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ params, locals, url }) => {
	const publication = await getPublication(locals.supabase, params.publication);
	if (!publication) throw new AppError('not_found', 404);
	locals.html = {
		lang: publication.language,
		dir: directionOf(publication.language),
		accent: publication.accent
	};
	return {
		publication,
		pages: await listPages(locals.supabase, publication.id),
		signedIn: locals.viewer !== null,
		path: url.pathname
	};
};
