import { homePath } from '$lib/domain/addresses';
import { directionOf } from '$lib/domain/languages';
import { listPages } from '$lib/server/db/post-links';
import { hasSubjects } from '$lib/server/db/subjects';
import { findPublication } from '$lib/server/reading';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	const { locals, url } = event;
	const publication = await findPublication(event);
	locals.html = {
		lang: publication.language,
		dir: directionOf(publication.language),
		accent: publication.accent
	};
	const [pages, withSubjects] = await Promise.all([
		listPages(locals.supabase, publication.id),
		hasSubjects(locals.supabase, publication.id)
	]);
	return {
		publication,
		home: homePath(publication.slug),
		pages,
		withSubjects,
		signedIn: locals.viewer !== null,
		path: url.pathname
	};
};
