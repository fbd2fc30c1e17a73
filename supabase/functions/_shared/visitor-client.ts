import { createClient, type SupabaseClient } from '@supabase/supabase-js';

/** Acts as whoever sent the request, under their rights and no others. */
export function visitorClient(options: {
	url: string;
	publishableKey: string;
	/** The header of the request: `Bearer …`. */
	authorization: string;
}): SupabaseClient {
	return createClient(options.url, options.publishableKey, {
		global: { headers: { Authorization: options.authorization } },
		auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
	});
}

/**
 * The publishable key from a function's environment: a JSON list of named keys, or on older projects
 * a key of its own.
 */
export function publishableKeyFrom(env: { get(name: string): string | undefined }): string {
	const list = env.get('SUPABASE_PUBLISHABLE_KEYS');
	const keys: unknown = list ? JSON.parse(list) : null;
	if (typeof keys === 'object' && keys !== null && 'default' in keys) return String(keys.default);
	return required(env, 'SUPABASE_ANON_KEY');
}

/** @throws when the variable is missing: a function must not run half set up */
export function required(env: { get(name: string): string | undefined }, name: string): string {
	const value = env.get(name);
	if (!value) throw new Error(`${name} is missing in the environment of the Edge Functions.`);
	return value;
}
