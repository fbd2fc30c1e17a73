import { SignJWT } from 'jose';
import postgres, { type Sql } from 'postgres';
import { inject } from 'vitest';
import { cloneStack } from '../../../supabase/local/clone.ts';
import { freePorts } from '../../../supabase/local/ports.ts';
import { appEnvironment, startApp, type App } from '../../support/app.ts';
import { submit } from '../../server/support.ts';

/** The people of the demo, by what they are in the publication that is attacked. */
const addresses = {
	owner: 'marit@tidetable.example',
	admin: 'anselm@tidetable.example',
	editor: 'devi@tidetable.example',
	author: 'joan@tidetable.example',
	member: 'reader@tidetable.example',
	stranger: 'bram@fieldnotes.example'
} as const;

export type Role = keyof typeof addresses | 'nobody';
export const roles = [...Object.keys(addresses), 'nobody'] as Role[];

/** A copy of the demo of its own, with the production server over it. */
export interface Scene {
	/** As the superuser: also past checks and triggers. */
	sql: Sql;
	app: App;
	/** The id of the publication; its address may change. */
	publication: string;
	/** The id of the login of a role. */
	userOf(role: Role): string | undefined;
	/** Sends a body to the REST port. */
	rest(role: Role, path: string, method: string, body: string): Promise<RestAnswer>;
	/** Asks the web server for an address, and follows where it leads. */
	get(role: Role, path: string): Promise<{ status: number; text: string }>;
	/** The cookies of a role. */
	cookieOf(role: Role): string;
	stop(): Promise<void>;
}

export interface RestAnswer {
	status: number;
	text: string;
}

/** Starts it. The demo has posts of every kind, members, tiers, labels, payments and files. */
export async function setScene(): Promise<Scene> {
	const stack = inject('stack');
	const clone = await cloneStack(stack);
	const sql = postgres(clone.adminDatabaseUrl, { max: 2, onnotice: () => {} });
	const [port] = await freePorts(1);
	const url = `http://127.0.0.1:${port}`;
	const app = await startApp(appEnvironment({ ...stack, apiUrl: clone.apiUrl }, url));

	const people = await sql<{ id: string; email: string }[]>`
		select id, email from auth.users where email = any (${Object.values(addresses)})`;
	const users = new Map<Role, string>();
	const tokens = new Map<Role, string>();
	const cookies = new Map<Role, string>();
	for (const [role, email] of Object.entries(addresses) as [Role, string][]) {
		const id = people.find((person) => person.email === email)?.id;
		if (!id) throw new Error(`The demo has nobody with the address ${email}.`);
		users.set(role, id);
		tokens.set(role, await tokenFor(id, email, stack.jwtSecret));
		cookies.set(role, await sessionOf(app, email));
	}
	const [found] = await sql<
		{ id: string }[]
	>`select id from publications where slug = 'tide-table'`;

	return {
		sql,
		app,
		publication: found?.id ?? '',
		userOf: (role) => users.get(role),
		async rest(role, path, method, body) {
			const token = tokens.get(role);
			const answer = await fetch(`${clone.apiUrl}/rest/v1/${path}`, {
				method,
				body,
				headers: {
					apikey: stack.publishableKey,
					'content-type': 'application/json',
					prefer: 'return=minimal',
					...(token && { authorization: `Bearer ${token}` })
				}
			});
			return { status: answer.status, text: await answer.text() };
		},
		async get(role, path) {
			const answer = await fetch(url + path, { headers: { cookie: cookies.get(role) ?? '' } });
			return { status: answer.status, text: await answer.text() };
		},
		cookieOf: (role) => cookies.get(role) ?? '',
		async stop() {
			await app.stop();
			await sql.end();
			await clone.stop();
		}
	};
}

async function sessionOf(app: App, email: string): Promise<string> {
	const fields = { email, password: 'pamphlet-demo', next: '/account' };
	const answer = await submit(app, '/sign-in/password', fields);
	if (answer.status !== 303) throw new Error(`${email} could not sign in: ${answer.status}`);
	const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
	return cookies.join('; ');
}

function tokenFor(id: string, email: string, secret: string): Promise<string> {
	return new SignJWT({ email, role: 'authenticated', aal: 'aal1' })
		.setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
		.setSubject(id)
		.setAudience('authenticated')
		.setIssuedAt()
		.setExpirationTime('1h')
		.sign(new TextEncoder().encode(secret));
}
