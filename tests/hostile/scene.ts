import postgres, { type Sql } from 'postgres';
import { inject } from 'vitest';
import { cloneStack } from '../../supabase/local/clone.ts';
import { demoPassword } from '../../supabase/local/demo.ts';
import { freePorts } from '../../supabase/local/ports.ts';
import { tokenFor } from '../support/actors.ts';
import { appEnvironment, startApp, type App } from '../support/app.ts';
import { signIn } from '../server/support.ts';

/** People of the demo, by what they are in the publication that is asked for. */
const people = {
	owner: 'marit@tidetable.example',
	admin: 'anselm@tidetable.example',
	editor: 'devi@tidetable.example',
	author: 'joan@tidetable.example',
	reader: 'reader@tidetable.example',
	operator: 'bram@fieldnotes.example'
};

/** One of these people, or somebody who is not signed in. */
export type Role = keyof typeof people | 'nobody';
export const roles = [...(Object.keys(people) as (keyof typeof people)[]), 'nobody'] as const;

/** A copy of the demo of its own, with the production server over it. */
export interface Scene {
	/** As the superuser: also past checks and triggers. */
	sql: Sql;
	app: App;
	/** The id of the publication; its address may change. */
	publication: string;
	/** Asks the web server for an address as a browser does, and follows where it leads. */
	get(role: Role, path: string): Promise<{ status: number; text: string }>;
	/** The cookies of somebody's session. */
	cookieOf(role: Role): Promise<string>;
	/** Sends something to the REST port. */
	rest(role: Role, path: string, init: RequestInit): Promise<Response>;
	stop(): Promise<void>;
}

/** Starts it. The demo has posts of every kind, members, tiers, labels, payments and files. */
export async function setScene(): Promise<Scene> {
	const stack = inject('stack');
	const clone = await cloneStack(stack);
	const sql = postgres(clone.adminDatabaseUrl, { max: 2, onnotice: () => {} });
	const [port] = await freePorts(1);
	const url = `http://127.0.0.1:${port}`;
	const app = await startApp(appEnvironment({ ...stack, apiUrl: clone.apiUrl }, url));

	await sql`insert into private.operators (user_id) select id from auth.users where email = ${people.operator}`;
	const [found] = await sql<
		{ id: string }[]
	>`select id from publications where slug = 'tide-table'`;
	const cookies = new Map<Role, Promise<string>>();
	const tokens = new Map<Role, string>();
	for (const [role, email] of Object.entries(people) as [Role, string][]) {
		const [user] = await sql<{ id: string }[]>`select id from auth.users where email = ${email}`;
		tokens.set(role, await tokenFor(user?.id ?? '', email));
	}
	const cookieOf = (role: Role): Promise<string> => {
		if (role === 'nobody') return Promise.resolve('');
		const known = cookies.get(role) ?? signIn(people[role], demoPassword, clone);
		cookies.set(role, known);
		return known;
	};

	return {
		sql,
		app,
		publication: found?.id ?? '',
		cookieOf,
		async get(role, path) {
			// Without `accept`, an address that has an endpoint beside its page answers as the endpoint.
			const headers = { accept: 'text/html,*/*', cookie: await cookieOf(role) };
			const answer = await fetch(url + path, { headers });
			return { status: answer.status, text: await answer.text() };
		},
		rest(role, path, init) {
			const token = tokens.get(role);
			return fetch(`${clone.apiUrl}/rest/v1/${path}`, {
				...init,
				headers: {
					apikey: stack.publishableKey,
					'content-type': 'application/json',
					...(token && { authorization: `Bearer ${token}` }),
					...Object.fromEntries(new Headers(init.headers))
				}
			});
		},
		async stop() {
			await app.stop();
			await sql.end();
			await clone.stop();
		}
	};
}
