import { describe, expect, test } from 'vitest';
import postgres from 'postgres';
import { startSchedules } from '../../supabase/local/database/schedules.ts';
import { getPublicationState } from '../../src/lib/server/db/publication-state.ts';
import { tagOf } from '../../src/lib/server/hooks/revalidation.ts';
import { anon, one } from '../support/actors.ts';
import { db, sql, stack } from '../support/clients.ts';
import { makePost, makePublication } from '../support/factories.ts';
import { publicationOf } from './support.ts';

async function stateOf(publication: string) {
	const { slug } = await publicationOf(publication);
	const state = await getPublicationState(db(anon), slug);
	if (!state) throw new Error('no state');
	return state;
}

/** Changes rows as if they always had been so: no trigger hears of it. Only a superuser may. */
async function silently(change: (tx: postgres.TransactionSql) => Promise<unknown>): Promise<void> {
	const admin = postgres(stack.adminDatabaseUrl, { max: 1, onnotice: () => {} });
	try {
		await admin.begin(async (tx) => {
			await tx`set local session_replication_role = replica`;
			await change(tx);
		});
	} finally {
		await admin.end();
	}
}

describe('the state of a publication', () => {
	test('changes with a post, a name, an address', async () => {
		const id = await makePublication();
		const states = [await stateOf(id)];
		await makePost({ publication: id, by: null, state: 'public' });
		states.push(await stateOf(id));
		await sql`update publications set name = 'Other' where id = ${id}`;
		states.push(await stateOf(id));
		expect(new Set(states.map((state) => tagOf(state, 'here'))).size).toBe(3);
	});

	test('changes at the very moment at which a scheduled post appears, without anybody’s help', async () => {
		const id = await makePublication();
		const post = await makePost({ publication: id, by: null, state: 'scheduled' });
		const before = await stateOf(id);
		expect(before.newest).toBeNull();
		// Long enough ago that the next run of the schedule does not help either.
		await silently(
			(tx) =>
				tx`update public.posts set published_at = now() - interval '1 hour' where id = ${post}`
		);
		const after = await stateOf(id);
		expect(after.version).toBe(before.version);
		expect(tagOf(after, 'here')).not.toBe(tagOf(before, 'here'));
	});

	test('of nothing is nothing', async () => {
		expect(await getPublicationState(db(anon), 'nobody-is-here')).toBeNull();
		const closed = await makePublication('closed');
		const { slug } = one(
			await sql<{ slug: string }[]>`select slug from publications where id = ${closed}`
		);
		expect(await getPublicationState(db(anon), slug)).toBeNull();
	});
});

test('the runner of the stack raises the version of what appeared while it was away', async () => {
	const id = await makePublication();
	const post = await makePost({ publication: id, by: null, state: 'scheduled' });
	const { version } = await stateOf(id);
	// Away for a moment only: posts of other tests, an hour old, are not to appear as well.
	await silently(async (tx) => {
		await tx`update private.clockwork set last_run_at = now() - interval '20 seconds'`;
		await tx`update public.posts set published_at = now() - interval '10 seconds' where id = ${post}`;
	});
	const said: string[] = [];
	const schedules = await startSchedules({
		url: stack.databaseUrl,
		apiUrl: stack.apiUrl,
		isReady: () => true,
		say: (line) => said.push(line)
	});
	await schedules.stop();
	expect((await stateOf(id)).version).toBe(version + 1);
	expect(said).toEqual([]);
});
