import { isRole, type Role } from '$lib/domain/roles';
import { AppError, toAppError, unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';
import { callFunction } from './functions';

export interface Invitation {
	id: string;
	email: string;
	role: Role;
	createdAt: string;
	expiresAt: string;
}

/** Invitations nobody has accepted, newest first; nothing for anybody below an admin. */
export async function listInvitations(db: Client, publicationId: string): Promise<Invitation[]> {
	const rows = unwrap(
		await db
			.from('staff_invitations')
			.select('id, email, role, created_at, expires_at')
			.eq('publication_id', publicationId)
			.is('accepted_at', null)
			.order('created_at', { ascending: false })
	);
	return rows.flatMap(({ id, email, role, created_at, expires_at }) =>
		isRole(role) ? [{ id, email, role, createdAt: created_at, expiresAt: expires_at }] : []
	);
}

/**
 * Invites an address, or sends a pending invitation again with a new link. The Edge Function writes
 * the row under the visitor's rights and mails the link.
 * @throws {AppError} `already_staff`, `too_many_invitations`, `too_many_mails`, `forbidden`;
 * `mail_failed` when the invitation stands but its mail did not go out
 */
export async function inviteStaff(
	db: Client,
	invitation: { publicationId: string; email: string; role: Role }
): Promise<void> {
	await callFunction(db, 'invite-staff', {
		publication_id: invitation.publicationId,
		email: invitation.email,
		role: invitation.role
	});
}

/** @throws {AppError} `not_found` when it is gone already or is not the visitor's to revoke */
export async function revokeInvitation(
	db: Client,
	publicationId: string,
	id: string
): Promise<void> {
	const { count, error } = await db
		.from('staff_invitations')
		.delete({ count: 'exact' })
		.eq('publication_id', publicationId)
		.eq('id', id);
	if (error) throw toAppError(error);
	if (count === 0) throw new AppError('not_found', 404);
}

export interface InvitationPreview {
	publicationName: string;
	publicationSlug: string;
	role: Role;
	/** Enough to recognise one's own address by. */
	emailHint: string;
	expiresAt: string;
	state: 'open' | 'used' | 'expired';
}

/** What whoever holds the token may know of the invitation; null for an unknown token. */
export async function previewInvitation(
	db: Client,
	token: string
): Promise<InvitationPreview | null> {
	const [row] = unwrap(await db.rpc('staff_invitation_preview', { p_token: token }));
	if (!row || !isRole(row.role)) return null;
	return {
		publicationName: row.publication_name,
		publicationSlug: row.publication_slug,
		role: row.role,
		emailHint: row.email_hint,
		expiresAt: row.expires_at,
		state: row.state === 'open' || row.state === 'used' ? row.state : 'expired'
	};
}

/**
 * Joins the staff.
 * @throws {AppError} `invitation_not_found`, `invitation_used`, `invitation_expired`,
 * `invitation_void`, `invitation_other_address`
 */
export async function acceptInvitation(db: Client, token: string): Promise<void> {
	unwrap(await db.rpc('accept_staff_invitation', { p_token: token }));
}
