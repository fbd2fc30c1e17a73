import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { required } from './visitor-client.ts';

interface Environment {
	get(name: string): string | undefined;
}

/**
 * Acts as the installation itself, past all policies: for work that nobody asked for by name. What a
 * visitor asks for goes through `visitorClient`.
 */
export function serviceClient(env: Environment): SupabaseClient {
	return createClient(required(env, 'SUPABASE_URL'), secretKeyFrom(env), {
		auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
	});
}

/** The secret key: of a JSON list of named keys, or on older projects a key of its own. */
export function secretKeyFrom(env: Environment): string {
	const list = env.get('SUPABASE_SECRET_KEYS');
	const keys: unknown = list ? JSON.parse(list) : null;
	if (typeof keys === 'object' && keys !== null && 'default' in keys) return String(keys.default);
	return required(env, 'SUPABASE_SERVICE_ROLE_KEY');
}
