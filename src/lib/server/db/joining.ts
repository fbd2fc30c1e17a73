import { unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';

/**
 * Has a link mailed with which an address becomes a member. The same answer whether it is known.
 * @throws {AppError} `too_many_requests`, `publication_not_found`
 */
export async function requestToJoin(
	db: Client,
	publicationId: string,
	email: string,
	back: string | null
): Promise<void> {
	unwrap(
		await db.rpc('request_to_join', {
			p_publication_id: publicationId,
			p_email: email,
			...(back !== null && { p_return_path: back })
		})
	);
}

export interface JoinRequest {
	publicationSlug: string;
	/** Enough to recognise one's own address by. */
	emailHint: string;
	back: string | null;
	state: 'open' | 'used' | 'expired';
}

/** What whoever holds the token may know of the request; null for an unknown one. Changes nothing. */
export async function previewJoin(db: Client, token: string): Promise<JoinRequest | null> {
	const [row] = unwrap(await db.rpc('join_request_preview', { p_token: token }));
	return row
		? {
				publicationSlug: row.publication_slug,
				emailHint: row.email_hint,
				back: row.return_path || null,
				state: row.state === 'open' || row.state === 'used' ? row.state : 'expired'
			}
		: null;
}

/**
 * Makes the address of a request a member.
 * @throws {AppError} `join_not_found`, `join_used`, `join_expired`, `banned`
 */
export async function confirmJoin(db: Client, token: string): Promise<{ back: string | null }> {
	const [row] = unwrap(await db.rpc('confirm_join', { p_token: token }));
	return { back: row?.return_path || null };
}

/**
 * Makes the visitor a member by the address of their login; nothing changes for a member.
 * @throws {AppError} `banned`, `address_unconfirmed`, `publication_not_found`
 */
export async function joinPublication(db: Client, publicationId: string): Promise<void> {
	unwrap(await db.rpc('join_publication', { p_publication_id: publicationId }));
}
