import { json } from '@sveltejs/kit';
import { answers } from '$lib/server/db/health';
import { env } from '$lib/server/env';
import { allowAnonymous } from '$lib/server/guards';
import { createAnonymousClient } from '$lib/supabase/server';
import type { RequestHandler } from './$types';

/** For whatever watches the server: 200 while it and the database behind the API answer. */
export const GET: RequestHandler = async (event) => {
	allowAnonymous(event);
	const ok = await answers(createAnonymousClient(env()));
	return json({ status: ok ? 'ok' : 'unavailable' }, { status: ok ? 200 : 503 });
};
