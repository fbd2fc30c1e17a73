import { listMeta } from '$lib/domain/page-meta';
import { listSubjects } from '$lib/server/db/subjects';
import { absolute } from '$lib/server/reading';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent }) => {
	const { publication, home } = await parent();
	const subjects = await listSubjects(locals.supabase, publication.id);
	const path = `${home}/subjects`;
	return {
		subjects,
		meta: listMeta(
			{ title: 'Subjects', description: '', path, isIndexed: subjects.length > 0 },
			publication,
			absolute
		)
	};
};
