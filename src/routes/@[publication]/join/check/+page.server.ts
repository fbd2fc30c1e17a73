import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { homePath } from '$lib/domain/addresses';
import { joinPath, readingPlace } from '$lib/domain/return-paths';
import { provenJoin } from '$lib/schemas/joining';
import { getJoinChallenge, requestToJoin, type WayToJoin } from '$lib/server/db/joining';
import { AppError } from '$lib/server/errors';
import { evenTime } from '$lib/server/even-time';
import { parseForm } from '$lib/server/forms';
import { allowAnonymous } from '$lib/server/guards';
import { forgetJoining, readJoining } from '$lib/server/join-cookie';
import { refusalToMail } from '$lib/server/join-refusals';
import { findPublication } from '$lib/server/reading';
import type { Actions, PageServerLoad } from './$types';

/**
 * Where the join form leads while many ask to join: the browser proves some work, or the link is mailed
 * later.
 */
export const load: PageServerLoad = async (event) => {
	allowAnonymous(event);
	const { publication, home } = await event.parent();
	event.setHeaders({ 'cache-control': 'private, no-store' });
	const joining = readJoining(event.cookies);
	if (!joining) return { joining: null, challenge: null, meta: null };
	const { email, back } = joining;
	return {
		joining: { email, back: readingPlace(back, home) },
		challenge: await getJoinChallenge(event.locals.supabase, publication.id, email),
		meta: null
	};
};

export const actions: Actions = {
	/** With the answers that the script of the page found. */
	prove: async (event) => {
		allowAnonymous(event);
		const parsed = await parseForm(provenJoin, event.request);
		if (!parsed.ok) return fail(400, { problem: 'again' as const });
		return join(event, parsed.data);
	},

	/** Without a script: the link is mailed in ten minutes. */
	later: async (event) => {
		allowAnonymous(event);
		return join(event, 'later');
	}
};

async function join(
	event: RequestEvent<{ publication: string }, '/@[publication]/join/check'>,
	way: WayToJoin
) {
	const publication = await findPublication(event);
	const home = homePath(publication.slug);
	const joining = readJoining(event.cookies);
	if (!joining) redirect(303, joinPath(home));
	const { email } = joining;
	const back = readingPlace(joining.back, home);
	try {
		const at = await evenTime(() =>
			requestToJoin(event.locals.supabase, publication.id, { email, back }, way)
		);
		forgetJoining(event.cookies, home);
		const minutes = Math.max(0, Math.round((at.getTime() - Date.now()) / 60_000));
		return { sent: email, minutes };
	} catch (error) {
		// The proof was too late or used before. The page has a fresh challenge.
		if (error instanceof AppError && error.code === 'check_required') {
			return fail(error.status, { problem: 'again' as const });
		}
		return fail(429, { problem: 'refused' as const, words: refusalToMail(error) });
	}
}
