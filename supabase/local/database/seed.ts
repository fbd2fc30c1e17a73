import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { StackError } from '../errors.ts';

const name = 'supabase/seed.sql';

/** What became of the seed: `changed` means the database still holds an earlier one. */
export type SeedResult = 'planted' | 'present' | 'changed' | 'none';

/**
 * Runs seed.sql once in the life of a database, as the user postgres and in one transaction with
 * the note that it ran (the table that `supabase db push --include-seed` keeps).
 * @throws StackError with line and message when the seed fails
 */
export async function plantSeed(sql: postgres.Sql, projectDir: string): Promise<SeedResult> {
	const file = path.join(projectDir, name);
	if (!existsSync(file)) return 'none';
	const text = readFileSync(file, 'utf8');
	const hash = createHash('sha256').update(text).digest('hex');
	await sql`create table if not exists supabase_migrations.seed_files (path text primary key, hash text not null)`;
	const [known] = await sql`select hash from supabase_migrations.seed_files where path = ${name}`;
	if (known) return known.hash === hash ? 'present' : 'changed';
	try {
		await sql.begin(async (tx) => {
			await tx.unsafe(text);
			await tx`insert into supabase_migrations.seed_files values (${name}, ${hash})`;
		});
	} catch (error) {
		if (!(error instanceof postgres.PostgresError)) throw error;
		const line = error.position
			? text.slice(0, Number(error.position)).split('\n').length
			: undefined;
		throw new StackError(`${name}${line ? `:${line}` : ''}: ${error.message}`);
	}
	return 'planted';
}
