import type { Accent } from '$lib/domain/accent';
import { isRole, roles, type Role } from '$lib/domain/roles';
import { AppError, toAppError, unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';
import { mayBeHidden } from './hidden';
import type { Publication } from './publications';

/** A publication as its staff know it. */
export interface StaffPublication extends Publication {
	status: 'live' | 'closed';
}

/** The publication at an address and what this person may do there; null for everybody else. */
export async function getStaffPublication(
	db: Client,
	slug: string,
	userId: string
): Promise<{ publication: StaffPublication; role: Role } | null> {
	const row = unwrap(
		await db
			.from('publications')
			.select(
				'id, slug, name, description, language, time_zone, accent_hue, accent_chroma, status, publication_staff!inner(role)'
			)
			.eq('slug', slug)
			.eq('publication_staff.user_id', userId)
			.maybeSingle()
	);
	const role = row?.publication_staff[0]?.role;
	if (!row || !isRole(role)) return null;
	const { id, name, description, language } = row;
	return {
		role,
		publication: {
			...{ id, slug: row.slug, name, description, language },
			timeZone: row.time_zone,
			accent: { hue: row.accent_hue, chroma: row.accent_chroma },
			status: row.status === 'live' ? 'live' : 'closed'
		}
	};
}

export interface StaffPlace {
	slug: string;
	name: string;
	description: string;
	accent: Accent;
	role: Role;
}

/** The publications a person works on, by name. */
export async function listStaffPlaces(db: Client, userId: string): Promise<StaffPlace[]> {
	const rows = unwrap(
		await db
			.from('publication_staff')
			.select('role, publications!inner(slug, name, description, accent_hue, accent_chroma)')
			.eq('user_id', userId)
	);
	return rows
		.map(({ role, publications: { accent_hue, accent_chroma, ...publication } }) => ({
			...publication,
			accent: { hue: accent_hue, chroma: accent_chroma },
			role: isRole(role) ? role : ('author' as const)
		}))
		.sort((a, b) => a.name.localeCompare(b.name));
}

export interface Colleague {
	userId: string;
	/** Empty until they choose one. */
	name: string;
	/** Null where the visitor may not know it. */
	email: string | null;
	role: Role;
}

/** Everybody on the staff with their addresses, highest role first. For admins; others get nobody. */
export async function listStaffWithAddresses(
	db: Client,
	publicationId: string
): Promise<Colleague[]> {
	const rows = unwrap(await db.rpc('staff_directory', { p_publication_id: publicationId }));
	return rows.flatMap(({ user_id, name, email, role }) =>
		isRole(role) ? [{ userId: user_id, name, email, role }] : []
	);
}

/** Everybody on the staff as their colleagues know them, highest role first. */
export async function listStaff(db: Client, publicationId: string): Promise<Colleague[]> {
	const rows = unwrap(
		await db
			.from('publication_staff')
			.select('user_id, role, profile:profiles!publication_staff_profile_fkey(name)')
			.eq('publication_id', publicationId)
			.order('created_at')
	);
	return rows
		.flatMap(({ user_id, role, profile }) =>
			isRole(role)
				? [{ userId: user_id, name: mayBeHidden(profile)?.name ?? '', email: null, role }]
				: []
		)
		.sort((a, b) => roles.indexOf(b.role) - roles.indexOf(a.role));
}

/**
 * @throws {AppError} `last_owner`; `forbidden` for a role above one's own, given or changed, and for
 * somebody who is not on the staff
 */
export async function changeRole(
	db: Client,
	publicationId: string,
	userId: string,
	role: Role
): Promise<void> {
	const rows = unwrap(
		await db
			.from('publication_staff')
			.update({ role })
			.eq('publication_id', publicationId)
			.eq('user_id', userId)
			.select('user_id')
	);
	if (rows.length === 0) throw new AppError('forbidden', 403);
}

/**
 * Takes somebody off the staff, oneself included.
 * @throws {AppError} `last_owner`; `forbidden` as above
 */
export async function removeFromStaff(
	db: Client,
	publicationId: string,
	userId: string
): Promise<void> {
	const { count, error } = await db
		.from('publication_staff')
		.delete({ count: 'exact' })
		.eq('publication_id', publicationId)
		.eq('user_id', userId);
	if (error) throw toAppError(error);
	if (count === 0) throw new AppError('forbidden', 403);
}

/**
 * Makes a colleague the owner and the caller an admin, both or neither.
 * @throws {AppError} `staff_not_found` when there is no such colleague or the caller is no owner
 */
export async function transferPublication(
	db: Client,
	publicationId: string,
	toUserId: string
): Promise<void> {
	const { error } = await db.rpc('transfer_publication', {
		p_publication_id: publicationId,
		p_to_user: toUserId
	});
	if (error) throw toAppError(error);
}
