import { AppError, unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';

/** The name under which a person with a login writes; empty until they choose one. */
export async function getProfileName(db: Client, userId: string): Promise<string> {
	const row = unwrap(await db.from('profiles').select('name').eq('id', userId).maybeSingle());
	return row?.name ?? '';
}

/** @throws {AppError} `forbidden` when the profile is not the visitor's own */
export async function renameProfile(db: Client, userId: string, name: string): Promise<void> {
	const rows = unwrap(await db.from('profiles').update({ name }).eq('id', userId).select('id'));
	if (rows.length === 0) throw new AppError('forbidden', 403);
}
