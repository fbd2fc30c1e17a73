import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import postgres from 'postgres';
import { afterAll, inject } from 'vitest';
import type { Database } from '../../src/lib/supabase/database.types.ts';
import type { Actor } from './actors.ts';

/** Where the stack of this run is. The only file of the database tests that knows. */
export const stack = inject('stack');

/** SQL as `postgres`, the owner of the schema: past all policies, to prepare rows and compare them. */
export const sql = postgres(stack.databaseUrl, { max: 4, onnotice: () => {} });
/** SQL as the superuser, for what not even the owner may do: putting the triggers to sleep. */
export const superuser = postgres(stack.adminDatabaseUrl, { max: 1, onnotice: () => {} });
afterAll(() => Promise.all([sql.end(), superuser.end()]));

const clients = new Map<string, SupabaseClient>();

/** supabase-js for tables whose name is data. */
export function anyTable(actor: Actor): SupabaseClient {
	const known = clients.get(actor.token ?? '');
	if (known) return known;
	const client = createClient(stack.apiUrl, stack.publishableKey, {
		auth: { persistSession: false, autoRefreshToken: false },
		...(actor.token && { global: { headers: { Authorization: `Bearer ${actor.token}` } } })
	});
	clients.set(actor.token ?? '', client);
	return client;
}

/** supabase-js with the visitor's token, as the app makes it. */
export function db(actor: Actor): SupabaseClient<Database> {
	return anyTable(actor);
}

/** supabase-js as the web server has it for a visitor of this network who is not signed in. */
export function visitorFrom(network: string): SupabaseClient<Database> {
	return createClient<Database>(stack.apiUrl, stack.publishableKey, {
		auth: { persistSession: false, autoRefreshToken: false },
		global: {
			headers: { 'x-pamphlet-server-token': stack.serverToken, 'x-pamphlet-network': network }
		}
	});
}

interface Answer {
	status: number;
	text: string;
	/** What `count=exact` says, where it was asked for. */
	count: number | null;
}

/** The REST port without a client: what anybody can send with the publishable key. */
export async function rest(actor: Actor, path: string, init: RequestInit = {}): Promise<Answer> {
	const response = await fetch(`${stack.apiUrl}/rest/v1/${path}`, {
		...init,
		headers: {
			apikey: stack.publishableKey,
			...(actor.token && { authorization: `Bearer ${actor.token}` }),
			'content-type': 'application/json',
			...Object.fromEntries(new Headers(init.headers))
		}
	});
	const total = response.headers.get('content-range')?.split('/')[1];
	return {
		status: response.status,
		text: await response.text(),
		count: total && total !== '*' ? Number(total) : null
	};
}

/** Rows a reader can count without reading them. Null when the table is not theirs to read. */
export async function countOf(actor: Actor, path: string): Promise<number | null> {
	return (await rest(actor, path, { method: 'HEAD', headers: { prefer: 'count=exact' } })).count;
}
