import { requireStaff } from '$lib/server/guards';
import { addOne, changeSome, undoSome } from '$lib/server/member-actions';
import { loadMemberListOrNull } from '$lib/server/member-list';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const staff = await requireStaff(event, 'admin');
	const { locals, url } = event;
	return { list: await loadMemberListOrNull(locals.supabase, staff, url.searchParams) };
};

export const actions: Actions = {
	add: async (event) => {
		const staff = await requireStaff(event, 'admin');
		return addOne({ db: event.locals.supabase, staff, request: event.request });
	},
	change: async (event) => {
		const staff = await requireStaff(event, 'admin');
		return changeSome({ db: event.locals.supabase, staff, request: event.request });
	},
	undo: async (event) => {
		const staff = await requireStaff(event, 'admin');
		return undoSome({ db: event.locals.supabase, staff, request: event.request });
	}
};
