import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { format, resolveConfig } from 'prettier';
import { createLite } from './api/lite.ts';
import { runCli } from './cli.ts';
import { runCommand } from './command.ts';
import { prepareDatabase } from './database/prepare.ts';
import { StackError } from './errors.ts';
import { freePorts } from './ports.ts';
import { startCluster } from './postgres/cluster.ts';
import { temporaryDataDir } from './postgres/places.ts';
import { readProjectConfig } from './project-config.ts';
import { fillIn, securityTables } from './security-tables.ts';
import { databaseUrl, readSettings, rootDir, type Settings } from './settings.ts';
import { FileStorage } from './storage/files.ts';

const typesFile = path.join(rootDir, 'src/lib/supabase/database.types.ts');
const securityFile = path.join(rootDir, 'docs/security.md');

/**
 * `npm run types`: writes what follows from the migrations alone, by way of a database that is thrown
 * away: the types of the public schema, and the tables of docs/security.md. With `--check` it writes
 * nothing and fails when a file is out of date.
 */
await runCommand(async () => {
	const check = process.argv.includes('--check');
	const outdated: string[] = [];
	for (const [file, text] of await generate()) {
		if (text === current(file)) continue;
		outdated.push(path.relative(rootDir, file));
		if (!check) writeFileSync(file, text);
	}
	if (outdated.length === 0) return console.log('The generated files are up to date.');
	if (check) {
		throw new StackError(`Out of date: ${outdated.join(', ')}. Run npm run types.`);
	}
	console.log(`Written: ${outdated.join(', ')}`);
});

/** The text of each generated file. */
async function generate(): Promise<Map<string, string>> {
	const { dataDir, remove } = temporaryDataDir();
	const [dbPort = 0] = await freePorts(1);
	const settings: Settings = { ...readSettings(), dataDir, dbPort, fsync: false };
	const fault = new Promise<never>((_, reject) => {
		process.once('SIGINT', () => reject(new StackError('Stopped.')));
		process.once('SIGTERM', () => reject(new StackError('Stopped.')));
	});
	const cluster = await startCluster(settings, {
		started() {},
		crashed() {},
		recovered() {},
		failed() {}
	});
	try {
		return await Promise.race([fault, read(settings)]);
	} finally {
		await cluster.stop();
		remove();
	}
}

async function read(settings: Settings): Promise<Map<string, string>> {
	const files = new FileStorage(path.join(settings.dataDir, 'storage'));
	const admin = databaseUrl(settings, 'supabase_admin');
	const config = readProjectConfig(settings);
	await prepareDatabase(() => createLite(admin, config, files), settings, { seed: false });
	return new Map([
		[typesFile, await writeTypes(settings)],
		[securityFile, await writeSecurity(settings)]
	]);
}

async function writeTypes(settings: Settings): Promise<string> {
	const remote = `--remote=${databaseUrl(settings)}?sslmode=disable`;
	const { code, stdout, output } = await runCli(['gen', 'types', '--schema', 'public', remote]);
	if (code !== 0) throw new StackError(output.trim());
	const style = await resolveConfig(typesFile, {
		config: path.join(rootDir, '.config/prettier.json')
	});
	const header = '// Written by npm run types. Change the migrations instead.\n\n';
	return format(header + stdout, { ...style, plugins: [], filepath: typesFile });
}

async function writeSecurity(settings: Settings): Promise<string> {
	const sql = postgres(databaseUrl(settings), { max: 1, onnotice: () => {} });
	try {
		const limits = readFileSync(path.join(rootDir, 'src/lib/limits.ts'), 'utf8');
		return fillIn(current(securityFile), await securityTables(sql, limits));
	} finally {
		await sql.end();
	}
}

function current(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}
