import { randomUUID } from 'node:crypto';
import { createClient } from '@supabase/supabase-js';
import type { BrowserContext } from '@playwright/test';
import type { StackHandle } from '../../support/stack-handle.ts';
import { demo } from './demo.ts';

/** Somebody with a login. */
export interface Person {
	id: string;
	email: string;
	password: string;
	name: string;
}

/** An address nobody else in this run has. */
export function freshAddress(name = 'somebody'): string {
	return `${name}-${randomUUID().slice(0, 13)}@example.test`;
}

/** Makes a login with a confirmed address, and a profile with this name. */
export async function makePerson(stack: StackHandle, name: string): Promise<Person> {
	const person = { email: freshAddress(name.toLowerCase()), password: demo.password, name };
	const service = createClient(stack.apiUrl, stack.secretKey, { auth: { persistSession: false } });
	const { data, error } = await service.auth.admin.createUser({
		email: person.email,
		password: person.password,
		email_confirm: true
	});
	if (error) throw error;
	// A name that comes with a sign-up is not taken over.
	const named = await service.from('profiles').update({ name }).eq('id', data.user.id);
	if (named.error) throw named.error;
	return { ...person, id: data.user.id };
}

/** Signs a browser in through the password form, without a page: for journeys about other things. */
export async function signIn(
	context: BrowserContext,
	site: string,
	person: Pick<Person, 'email' | 'password'>
): Promise<void> {
	const answer = await context.request.post(`${site}/sign-in/password`, {
		form: { email: person.email, password: person.password, next: '/account' },
		// As a browser without JavaScript sends a form.
		headers: { origin: site, accept: 'text/html' },
		maxRedirects: 0
	});
	if (answer.status() !== 303) {
		throw new Error(`${person.email} could not sign in: ${answer.status()} ${await answer.text()}`);
	}
}
