import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { inject } from 'vitest';
import type { Database } from '../../src/lib/supabase/database.types.ts';
import { cloneStack, type Clone } from '../../supabase/local/clone.ts';

/** The stack of this run. */
export const stack = inject('stack');

/** A client as the app has it: the publishable key, and the rights of whoever signs in with it. */
export function visitor(apiUrl = stack.apiUrl): SupabaseClient<Database> {
	return createClient<Database>(apiUrl, stack.publishableKey, stateless);
}

/** A client with the secret key, which no policy holds back. */
export function service(apiUrl = stack.apiUrl): SupabaseClient<Database> {
	return createClient<Database>(apiUrl, stack.secretKey, stateless);
}

/** A copy of the seeded database with an API over it, for tests that change what others count on. */
export function clone(): Promise<Clone> {
	return cloneStack(stack);
}

const stateless = { auth: { persistSession: false, autoRefreshToken: false } };
