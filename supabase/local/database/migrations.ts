import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type postgres from 'postgres';
import { StackError } from '../errors.ts';
import { runCli } from '../cli.ts';

/**
 * Applies the migrations that a database lacks, with `supabase migration up` as the user postgres,
 * just as they reach a hosted project. Says nothing and costs nothing when there are none.
 * @throws StackError naming file, line and message of the first that fails
 */
export async function applyMigrations(sql: postgres.Sql, projectDir: string, url: string) {
	const folder = path.join(projectDir, 'supabase/migrations');
	const files = existsSync(folder)
		? readdirSync(folder).filter((name) => /^\d+_.*\.sql$/.test(name))
		: [];
	const applied = await appliedVersions(sql);
	const known = new Set(files.map(versionOf));
	const foreign = applied.find((version) => !known.has(version));
	if (foreign) {
		throw new StackError(
			`The database has a migration ${foreign} that supabase/migrations lacks: run npm run stack:reset.`
		);
	}
	const pending = files.filter((name) => !applied.includes(versionOf(name)));
	if (pending.length === 0) return 0;
	const args = [
		'migration',
		'up',
		'--workdir',
		projectDir,
		`--remote=${url}?sslmode=disable`,
		'--yes'
	];
	const { code, output } = await runCli(args);
	if (code !== 0) throw new StackError(explain(output, folder, pending));
	return pending.length;
}

function versionOf(file: string): string {
	return file.split('_')[0] ?? '';
}

async function appliedVersions(sql: postgres.Sql): Promise<string[]> {
	const [table] = await sql`select to_regclass('supabase_migrations.schema_migrations') as name`;
	if (!table?.name) return [];
	const rows = await sql<
		{ version: string }[]
	>`select version from supabase_migrations.schema_migrations`;
	return rows.map(({ version }) => version);
}

/** The CLI quotes the statement up to the fault, with a caret below it; the line is looked up. */
function explain(output: string, folder: string, pending: string[]): string {
	const failed = /Applying migration (\S+?\.sql)\.\.\.(?![\s\S]*Applying migration)/.exec(
		output
	)?.[1];
	const file = failed ?? pending[0] ?? '';
	const message = /^ERROR: (.*)$/m.exec(output)?.[1] ?? output.trim();
	const quoted = output.split(/^At statement: \d+\s*$/m)[1]?.split('\n') ?? [];
	const caret = quoted.findIndex((line) => /^\s*\^/.test(line));
	const excerpt = quoted[caret > 0 ? caret - 1 : 1];
	const line = excerpt ? lineOf(path.join(folder, file), excerpt) : undefined;
	return `supabase/migrations/${file}${line ? `:${line}` : ''}: ${message}`;
}

function lineOf(file: string, excerpt: string): number | undefined {
	const index = readFileSync(file, 'utf8')
		.split('\n')
		.findIndex((line) => line.includes(excerpt.trim()));
	return index < 0 ? undefined : index + 1;
}
