import { unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';

/** All that is kept about the visitor as a reader, to be taken away. */
export async function getMyData(db: Client): Promise<unknown> {
	return unwrap(await db.rpc('my_data'));
}

/**
 * Deletes the visitor's login and memberships. The books stay, without name or address.
 * @throws {AppError} `has_subscription`, `last_owner`, `last_operator`
 */
export async function deleteAccount(db: Client): Promise<void> {
	unwrap(await db.rpc('delete_account'));
}
