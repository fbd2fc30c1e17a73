import path from 'node:path';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, test } from 'vitest';
import type { Stack } from '../../supabase/local/start.ts';
import { startTemporaryStack } from '../support/stack-temporary.ts';
import { differences } from './differences.ts';

const projectDir = path.join(import.meta.dirname, '../fixtures/conformance');

/** What the files of this suite work with: a stack over a project that exists for them alone. */
export interface Conformance {
	stack(): Stack;
	anon(): SupabaseClient;
	service(): SupabaseClient;
	/** A client of its own, so that signing in there changes no other. */
	client(key?: string): SupabaseClient;
	/** Signs up and in; the answer's client speaks as that person. */
	person(name?: string): Promise<Person>;
}

export interface Person {
	id: string;
	email: string;
	db: SupabaseClient;
}

export const password = 'Passw0rd!x';

/** Starts the stack before the tests of the calling file and stops it after them. */
export function useConformanceStack(): Conformance {
	let running: Stack | undefined;
	let count = 0;
	beforeAll(async () => {
		running = await startTemporaryStack({ projectDir });
	});
	afterAll(() => running?.stop());

	const stack = () => {
		if (!running) throw new Error('The stack starts before the first test, not earlier.');
		return running;
	};
	const client = (key: string = stack().keys.publishable) =>
		createClient(stack().apiUrl, key, { auth: { persistSession: false, autoRefreshToken: false } });
	return {
		stack,
		client,
		anon: () => client(),
		service: () => client(stack().keys.secret),
		async person(name = 'somebody') {
			const email = `${name}-${++count}@example.com`;
			const db = client();
			const { data, error } = await db.auth.signUp({ email, password });
			if (error || !data.user) throw error ?? new Error('Signing up returned no user.');
			return { id: data.user.id, email, db };
		}
	};
}

/**
 * One check of the suite. Where the local stack is known to differ from a hosted project, the
 * check has to fail, so that a difference that goes away is noticed as well.
 */
export function check(name: string, run: () => Promise<void>) {
	const reason = differences[name];
	if (reason) test.fails(`${name} (differs: ${reason})`, run);
	else test(name, run);
}
