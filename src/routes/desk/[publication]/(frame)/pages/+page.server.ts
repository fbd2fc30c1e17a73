import { requireStaff } from '$lib/server/guards';
import { loadPostListOrNull } from '$lib/server/post-list';
import {
	beginPost,
	deleteSome,
	duplicateOne,
	publishSome,
	restoreOne,
	undo,
	unpublishSome
} from '$lib/server/post-list-actions';
import type { Actions, PageServerLoad } from './$types';

const kind = 'page';

export const load: PageServerLoad = async (event) => {
	const staff = await requireStaff(event);
	const { locals, url } = event;
	return { list: await loadPostListOrNull(locals.supabase, staff, kind, url.searchParams) };
};

export const actions: Actions = {
	create: async (event) => {
		const staff = await requireStaff(event);
		return beginPost({ db: event.locals.supabase, staff, kind });
	},
	duplicate: async (event) => {
		const staff = await requireStaff(event);
		return duplicateOne({ db: event.locals.supabase, staff, request: event.request, kind });
	},
	publish: async (event) => {
		const staff = await requireStaff(event);
		return publishSome({ db: event.locals.supabase, staff, request: event.request, kind });
	},
	unpublish: async (event) => {
		const staff = await requireStaff(event);
		return unpublishSome({ db: event.locals.supabase, staff, request: event.request, kind });
	},
	delete: async (event) => {
		const staff = await requireStaff(event);
		return deleteSome({ db: event.locals.supabase, staff, request: event.request, kind });
	},
	undo: async (event) => {
		const staff = await requireStaff(event);
		return undo({ db: event.locals.supabase, staff, request: event.request, kind });
	},
	restore: async (event) => {
		const staff = await requireStaff(event);
		return restoreOne({ db: event.locals.supabase, staff, request: event.request, kind });
	}
};
