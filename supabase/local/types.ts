import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
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
import { databaseUrl, readSettings, rootDir, type Settings } from './settings.ts';
import { FileStorage } from './storage/files.ts';

const target = path.join(rootDir, 'src/lib/supabase/database.types.ts');

/**
 * `npm run types`: writes the types of the public schema from the migrations alone, by way of a
 * database that is thrown away. With `--check` it writes nothing and fails when they differ.
 */
await runCommand(async () => {
	const types = await generate();
	const name = path.relative(rootDir, target);
	if (!process.argv.includes('--check')) {
		writeFileSync(target, types);
		return console.log(`Written: ${name}`);
	}
	if (types !== current())
		throw new StackError(`${name} does not fit the migrations: run npm run types.`);
	console.log(`${name} fits the migrations.`);
});

async function generate(): Promise<string> {
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

async function read(settings: Settings): Promise<string> {
	const files = new FileStorage(path.join(settings.dataDir, 'storage'));
	const admin = databaseUrl(settings, 'supabase_admin');
	const config = readProjectConfig(settings);
	await prepareDatabase(() => createLite(admin, config, files), settings, { seed: false });
	const remote = `--remote=${databaseUrl(settings)}?sslmode=disable`;
	const { code, stdout, output } = await runCli(['gen', 'types', '--schema', 'public', remote]);
	if (code !== 0) throw new StackError(output.trim());
	const style = await resolveConfig(target, {
		config: path.join(rootDir, '.config/prettier.json')
	});
	const header = '// Written by npm run types. Change the migrations instead.\n\n';
	return format(header + stdout, { ...style, plugins: [], filepath: target });
}

function current(): string {
	try {
		return readFileSync(target, 'utf8');
	} catch {
		return '';
	}
}
