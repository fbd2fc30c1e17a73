import { getMyData } from '$lib/server/db/account';
import { requireUser } from '$lib/server/guards';
import type { RequestHandler } from './$types';

/** What is kept about the visitor, as a file. */
export const GET: RequestHandler = async (event) => {
	requireUser(event);
	const data = await getMyData(event.locals.supabase);
	return new Response(JSON.stringify(data, null, '\t'), {
		headers: {
			'content-type': 'application/json; charset=utf-8',
			'content-disposition': 'attachment; filename="my-data.json"'
		}
	});
};
