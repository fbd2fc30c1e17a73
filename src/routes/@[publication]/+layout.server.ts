import { homePath } from '$lib/domain/addresses';
import { directionOf } from '$lib/domain/languages';
import { getMembership } from '$lib/server/db/memberships';
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
	const [pages, withSubjects, membership] = await Promise.all([
		listPages(locals.supabase, publication.id),
		hasSubjects(locals.supabase, publication.id),
		locals.viewer ? getMembership(locals.supabase, publication.id) : null
	]);
	return {
		publication,
		home: homePath(publication.slug),
		pages,
		withSubjects,
		signedIn: locals.viewer !== null,
		membership,
		path: url.pathname
	};
};
