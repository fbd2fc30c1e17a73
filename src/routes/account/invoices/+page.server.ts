import { listInvoices } from '$lib/server/db/payments';
import { requireUser } from '$lib/server/guards';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	requireUser(event);
	return { invoices: await listInvoices(event.locals.supabase) };
};
