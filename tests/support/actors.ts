import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { sql, stack } from './clients.ts';

/** Somebody who calls the API. */
export interface Actor {
	/** Nobody's, for a visitor without a login. */
	id: string;
	email: string;
	token: string | undefined;
}

export const anon: Actor = {
	id: '00000000-0000-0000-0000-000000000000',
	email: 'nobody@example.test',
	token: undefined
};

/** A token as Auth signs it; a test holds it beside a real one. */
export async function tokenFor(id: string, email: string): Promise<string> {
	return new SignJWT({ email, role: 'authenticated', session_id: randomUUID(), aal: 'aal1' })
		.setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
		.setSubject(id)
		.setAudience('authenticated')
		.setIssuedAt()
		.setExpirationTime('1h')
		.sign(new TextEncoder().encode(stack.jwtSecret));
}

/** An address nobody else in this run has. */
export function freshEmail(name = 'somebody'): string {
	return `${name.replaceAll(' ', '-')}-${randomUUID()}@example.test`;
}

/** Makes logins with confirmed addresses, in one statement: Auth would hash a password for each. */
export async function makeActors(emails: string[]): Promise<Actor[]> {
	const users = emails.map((email) => ({
		id: randomUUID(),
		email,
		email_confirmed_at: new Date()
	}));
	await sql`insert into auth.users ${sql(users)}`;
	return Promise.all(
		users.map(async ({ id, email }) => ({ id, email, token: await tokenFor(id, email) }))
	);
}

/** Makes one login with a confirmed address. */
export async function makeActor(name = 'somebody'): Promise<Actor> {
	return one(await makeActors([freshEmail(name)]));
}

/** The only element of a list; the test fails where there is none or another. */
export function one<T>(list: readonly T[]): T {
	const [first] = list;
	if (first === undefined || list.length !== 1) throw new Error(`${list.length} rows, not one`);
	return first;
}
