import type { SupabaseClient } from '@supabase/supabase-js';
import type { z } from 'zod';
import { refusalOf } from '../refusals.ts';

/**
 * Calls a function of the database and reads its answer.
 * @throws {Refusal} when the database says no
 */
export async function callDatabase<Answer>(
	db: SupabaseClient,
	name: string,
	args: object,
	answer: z.ZodType<Answer>
): Promise<Answer> {
	const { data, error } = await db.rpc(name, args);
	if (error) throw refusalOf(error);
	return answer.parse(data);
}
