import postgres, { type Sql } from 'postgres';
import { inject } from 'vitest';
import { cloneStack } from '../../supabase/local/clone.ts';
import { freePorts } from '../../supabase/local/ports.ts';
import { appEnvironment, startApp } from '../support/app.ts';
import { signIn } from '../server/support.ts';

/** The owner of the publication that is asked for, and somebody who is not signed in. */
export type Role = 'owner' | 'nobody';

/** A copy of the demo of its own, with the production server over it. */
export interface Scene {
	/** As the superuser: also past checks and triggers. */
	sql: Sql;
	/** The id of the publication; its address may change. */
	publication: string;
	/** Asks the web server for an address, and follows where it leads. */
	get(role: Role, path: string): Promise<{ status: number; text: string }>;
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

	const cookie = await signIn(app, 'marit@tidetable.example', 'pamphlet-demo');
	const [found] = await sql<
		{ id: string }[]
	>`select id from publications where slug = 'tide-table'`;

	return {
		sql,
		publication: found?.id ?? '',
		async get(role, path) {
			const answer = await fetch(url + path, {
				headers: role === 'owner' ? { cookie } : {}
			});
			return { status: answer.status, text: await answer.text() };
		},
		async stop() {
			await app.stop();
			await sql.end();
			await clone.stop();
		}
	};
}
