import type { Client } from '$lib/supabase/server';
import { unwrap } from '../errors';

/** A year of the calendar, as the publication's time zone has it. */
export interface Year {
	year: number;
	posts: number;
	/** Moments of its last and first post. */
	newest: string;
	oldest: string;
}

/** The years in which a publication published, the newest first. */
export async function listYears(db: Client, publicationId: string): Promise<Year[]> {
	return unwrap(await db.rpc('publication_years', { p_publication_id: publicationId }));
}
