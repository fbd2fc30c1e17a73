import { z } from 'zod';
import type { Challenge } from '$lib/proof-of-work/solve';
import { unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';

/** A way past the check that an attack brings about: a proof of work, or a mail that waits. */
export type WayToJoin = { challenge: string; answers: number[] } | 'later';

/**
 * Has a link mailed with which an address becomes a member. The same answer whether it is known.
 * @returns when the mail goes out
 * @throws {AppError} `check_required`: many are asking, come again with a way past the check;
 * `too_many_requests`: this mailbox was sent enough; `slow_down`: this network has asked enough;
 * `publication_not_found`
 */
export async function requestToJoin(
	db: Client,
	publicationId: string,
	{ email, back }: { email: string; back: string | null },
	way?: WayToJoin
): Promise<Date> {
	const at = unwrap(
		await db.rpc('request_to_join', {
			p_publication_id: publicationId,
			p_email: email,
			...(back !== null && { p_return_path: back }),
			...(way === 'later'
				? { p_later: true }
				: way && { p_challenge: way.challenge, p_answers: way.answers })
		})
	);
	return new Date(at);
}

const challenge = z.object({ challenge: z.string(), puzzles: z.number(), bits: z.number() });

/** Work for a browser that wants this address to join. It is good once, for ten minutes. */
export async function getJoinChallenge(
	db: Client,
	publicationId: string,
	email: string
): Promise<Challenge> {
	return challenge.parse(
		unwrap(await db.rpc('join_challenge', { p_publication_id: publicationId, p_email: email }))
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
