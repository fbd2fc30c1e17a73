import { redirect, type ActionFailure } from '@sveltejs/kit';
import { formatDate } from '$lib/domain/dates';
import { atLeast } from '$lib/domain/roles';
import {
	changeRole as changeRoleForm,
	inviteStaff as inviteForm,
	oneInvitation,
	oneOfStaff
} from '$lib/schemas/staff';
import { inviteStaff, listInvitations, revokeInvitation } from '$lib/server/db/invitations';
import {
	changeRole,
	listStaff,
	listStaffWithAddresses,
	removeFromStaff,
	transferPublication
} from '$lib/server/db/staff';
import { AppError, messageOf } from '$lib/server/errors';
import { formFailure, parseForm, type FormFailure } from '$lib/server/forms';
import { requireStaff } from '$lib/server/guards';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { publication, role } = await requireStaff(event);
	const db = event.locals.supabase;
	if (!atLeast(role, 'admin')) {
		return { staff: await listStaff(db, publication.id), invitations: [] };
	}
	const [staff, invitations] = await Promise.all([
		listStaffWithAddresses(db, publication.id),
		listInvitations(db, publication.id)
	]);
	const now = new Date();
	const locale = { language: 'en-GB', timeZone: publication.timeZone };
	return {
		staff,
		invitations: invitations.map(({ id, email, role: invitedAs, expiresAt }) => ({
			...{ id, email, role: invitedAs },
			expired: new Date(expiresAt) <= now,
			ends: formatDate(expiresAt, locale, 'day')
		}))
	};
};

const problems: Record<string, string> = {
	last_owner:
		'A publication needs an owner, and this one has no other. Transfer it to somebody first.',
	already_staff: 'Somebody with that address is on the staff already.',
	too_many_invitations:
		'There were too many invitations in one day, so nothing was sent. Please go on tomorrow.',
	too_many_mails:
		'You had several mails sent to this address within the hour, or many in all. Try again in an hour.',
	forbidden: 'Your role does not reach that far: nobody gives or changes a role above their own.',
	staff_not_found: 'That person is not on the staff any more. Nothing was changed.',
	not_found: 'That invitation is gone already: it was accepted or revoked.',
	mail_failed:
		'The invitation stands, but its mail did not go out. Send it again from the list below.',
	unavailable: 'The invitation could not be sent just now. Please try again in a moment.'
};

export const actions: Actions = {
	invite: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(inviteForm, event.request);
		if (!parsed.ok) return parsed.failure;
		const { email, role } = parsed.data;
		const invitation = { publicationId: publication.id, email, role };
		return orExplain(parsed.data, async () => {
			await inviteStaff(event.locals.supabase, invitation);
			return `Invitation sent to ${email}`;
		});
	},

	resend: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(oneInvitation, event.request);
		if (!parsed.ok) return parsed.failure;
		const db = event.locals.supabase;
		return orExplain({}, async () => {
			const pending = await listInvitations(db, publication.id);
			const found = pending.find(({ id }) => id === parsed.data.id);
			if (!found) throw new AppError('not_found', 404);
			const { email, role } = found;
			await inviteStaff(db, { publicationId: publication.id, email, role });
			return `Invitation sent to ${email} again, with a new link`;
		});
	},

	revoke: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(oneInvitation, event.request);
		if (!parsed.ok) return parsed.failure;
		return orExplain({}, async () => {
			await revokeInvitation(event.locals.supabase, publication.id, parsed.data.id);
			return 'Invitation revoked';
		});
	},

	role: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(changeRoleForm, event.request);
		if (!parsed.ok) return parsed.failure;
		const { user_id: userId, role } = parsed.data;
		return orExplain({}, async () => {
			await changeRole(event.locals.supabase, publication.id, userId, role);
			return 'Role changed';
		});
	},

	remove: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(oneOfStaff, event.request);
		if (!parsed.ok) return parsed.failure;
		return orExplain({}, async () => {
			await removeFromStaff(event.locals.supabase, publication.id, parsed.data.user_id);
			return 'Removed from the staff';
		});
	},

	leave: async (event) => {
		const { viewer, publication } = await requireStaff(event);
		const left = await orExplain({}, async () => {
			await removeFromStaff(event.locals.supabase, publication.id, viewer.id);
			return 'You have left';
		});
		if ('done' in left) redirect(303, '/desk');
		return left;
	},

	transfer: async (event) => {
		const { publication } = await requireStaff(event, 'owner');
		const parsed = await parseForm(oneOfStaff, event.request);
		if (!parsed.ok) return parsed.failure;
		return orExplain({}, async () => {
			await transferPublication(event.locals.supabase, publication.id, parsed.data.user_id);
			return 'Publication transferred. You are an admin of it now.';
		});
	}
};

/** Does the work, or says in a sentence why it cannot be done. */
async function orExplain(
	values: Record<string, unknown>,
	work: () => Promise<string>
): Promise<{ done: string } | ActionFailure<FormFailure>> {
	try {
		return { done: await work() };
	} catch (error) {
		if (!(error instanceof AppError) || error.status === 500) throw error;
		return formFailure(error.status, values, {
			form: problems[error.code] ?? messageOf(error.code)
		});
	}
}
