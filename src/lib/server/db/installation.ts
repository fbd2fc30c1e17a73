import type { Client } from '$lib/supabase/server';
import { unwrap } from '../errors';

export interface Installation {
	name: string;
}

/** What this installation calls itself. */
export async function getInstallation(db: Client): Promise<Installation> {
	return unwrap(await db.from('installation').select('name').single());
}
