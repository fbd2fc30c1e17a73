import type { Client } from '$lib/supabase/server';

const patience = 2000;

/** Whether the database answers through the API, within two seconds. */
export async function answers(db: Client): Promise<boolean> {
	const { error } = await db
		.from('installation')
		.select('id')
		.limit(1)
		.abortSignal(AbortSignal.timeout(patience))
		.maybeSingle();
	return error === null;
}
