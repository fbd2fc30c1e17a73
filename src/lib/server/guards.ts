import { redirect, type RequestEvent } from '@sveltejs/kit';
import { atLeast, type Role } from '$lib/domain/roles';
import { getStaffPublication, type StaffPublication } from './db/staff';
import { AppError } from './errors';

type Guarded = Pick<RequestEvent, 'locals' | 'request' | 'url'>;

/**
 * Says that anybody may do this, signed in or not. One of the three guards is the first statement of
 * every action and endpoint, and of every load of the desk and the account; a test reads them all.
 */
export function allowAnonymous(event: Pick<RequestEvent, 'locals'>): App.Viewer | null {
	return event.locals.viewer;
}

/**
 * Somebody who is signed in. Others are sent to sign in when they open a page, and refused when they
 * send something.
 * @throws {AppError} 401 `unauthorised`, or 503 when Auth cannot be asked about a session there is
 */
export function requireUser(event: Guarded): App.Viewer {
	const { viewer, sessionUnverified } = event.locals;
	if (viewer) return viewer;
	if (sessionUnverified) throw new AppError('unavailable', 503);
	if (event.request.method === 'GET' || event.request.method === 'HEAD') {
		const next = event.url.pathname + event.url.search;
		redirect(303, `/sign-in?next=${encodeURIComponent(next)}`);
	}
	throw new AppError('unauthorised', 401);
}

export interface Staff {
	viewer: App.Viewer;
	publication: StaffPublication;
	role: Role;
}

/**
 * Somebody of the staff of the publication that `params.publication` names. What they may do with it
 * is still up to the policies of the database.
 * @throws {AppError} 404 for everybody else, as if it did not exist; 403 `forbidden` for a lesser role
 */
export async function requireStaff(
	event: Guarded & { params: { publication?: string } },
	minRole: Role = 'author'
): Promise<Staff> {
	const viewer = requireUser(event);
	const slug = event.params.publication;
	const found = slug ? await getStaffPublication(event.locals.supabase, slug, viewer.id) : null;
	if (!found) throw new AppError('not_found', 404);
	if (!atLeast(found.role, minRole)) throw new AppError('forbidden', 403);
	return { viewer, ...found };
}
