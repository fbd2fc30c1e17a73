import { execFile, spawn, type ChildProcess } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	openSync,
	closeSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync
} from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { StackError } from '../errors.ts';
import { endChild, markProcess, type ProcessMark } from '../processes.ts';
import { HOST, type Settings } from '../settings.ts';
import { postgresOsUser, type OsUser } from './os-user.ts';
import { makeOwned, postgresPlaces, type PostgresPlaces } from './places.ts';
import { endLeftover } from './leftover.ts';

/** A running Postgres that this process started and watches. */
export interface Cluster {
	/** Programs and data lie here when the clone is out of reach for the user of Postgres. */
	elsewhere: string | undefined;
	/** The account Postgres runs under when that is not ours. */
	user: string | undefined;
	/** The postmaster's number; another one after a crash. */
	pid(): number | undefined;
	/** False from a crash until the next postmaster takes connections. */
	isReady(): boolean;
	stop(): Promise<void>;
}

/** What the supervisor wants to hear. */
export interface ClusterEvents {
	started(mark: ProcessMark): void;
	/** Postgres went away by itself; it is being started again. */
	crashed(how: string): void;
	/** It is back after a crash. */
	recovered(): void;
	/** It did not come back. */
	failed(error: Error): void;
}

/** Postgres may find itself locked for a moment by what a crash left behind; longer is a fault. */
const START_PATIENCE_MS = 30_000;

const serverOptions = {
	listen_addresses: HOST,
	unix_socket_directories: '',
	max_connections: '100',
	// Little: several copies may run on one laptop, and the system caches the files as well.
	shared_buffers: '64MB',
	log_min_messages: 'warning',
	lc_messages: 'C'
};

const withoutDurability = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Makes the cluster on first use, starts it, and starts it again whenever it dies. */
export async function startCluster(
	settings: Pick<Settings, 'dataDir' | 'dbPort' | 'fsync'>,
	events: ClusterEvents
): Promise<Cluster> {
	const user = postgresOsUser();
	const places = postgresPlaces(settings.dataDir, user);
	await endLeftover(places.cluster);
	if (!existsSync(places.cluster)) await initialise(places, user, settings.fsync);
	checkVersion(places);
	const options = { ...serverOptions, ...(settings.fsync ? {} : withoutDurability) };
	const args = ['-D', places.cluster, '-p', String(settings.dbPort)];
	for (const [name, value] of Object.entries(options)) args.push('-c', `${name}=${value}`);
	const logFile = path.join(settings.dataDir, 'logs/postgres.log');
	mkdirSync(path.dirname(logFile), { recursive: true });

	let child: ChildProcess | undefined;
	let stopping = false;
	let ready = false;
	const start = async () => {
		child = await launch(places, args, logFile, user, () => stopping);
		const mark = child.pid === undefined ? undefined : markProcess(child.pid);
		if (mark) events.started(mark);
		ready = true;
		child.once('exit', (code, signal) => {
			ready = false;
			if (stopping) return;
			events.crashed(signal ?? `exit ${code}`);
			start().then(
				() => events.recovered(),
				(error: Error) => events.failed(error)
			);
		});
	};
	await start();
	return {
		elsewhere: places.elsewhere,
		user: user?.name,
		pid: () => child?.pid,
		isReady: () => ready,
		async stop() {
			stopping = true;
			// SIGINT is Postgres's "fast" shutdown: sessions are cut off, everything committed is on disk.
			if (child) await endChild(child, 'SIGINT', 20_000);
		}
	};
}

async function initialise(places: PostgresPlaces, user: OsUser | undefined, sync: boolean) {
	// Built beside its place and then moved there, so that a kill in between leaves nothing half-made.
	const draft = `${places.cluster}.new`;
	rmSync(draft, { recursive: true, force: true });
	makeOwned(draft, user);
	const passwordFile = `${draft}.password`;
	writeFileSync(passwordFile, 'postgres\n', { mode: 0o644 });
	const args = [
		`--pgdata=${draft}`,
		'--username=supabase_admin',
		`--pwfile=${passwordFile}`,
		'--auth=scram-sha-256',
		'--encoding=UTF8',
		'--locale-provider=builtin',
		'--builtin-locale=C.UTF-8',
		'--locale=C',
		...(sync ? [] : ['--no-sync'])
	];
	try {
		await promisify(execFile)(places.initdb, args, { ...identity(user), cwd: draft });
	} catch (error) {
		const output =
			error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : error;
		throw new StackError(`Postgres could not make its data folder ${places.cluster}: ${output}`);
	} finally {
		rmSync(passwordFile, { force: true });
	}
	renameSync(draft, places.cluster);
}

function checkVersion(places: PostgresPlaces) {
	const file = path.join(places.cluster, 'PG_VERSION');
	if (!existsSync(file)) {
		throw new StackError(
			`${places.cluster} is not a database. Move it away, or run npm run stack:reset.`
		);
	}
	const version = readFileSync(file, 'utf8').trim();
	if (version !== '17') {
		throw new StackError(
			`${places.cluster} was made by Postgres ${version}, not 17: run npm run stack:reset.`
		);
	}
}

async function launch(
	places: PostgresPlaces,
	args: string[],
	logFile: string,
	user: OsUser | undefined,
	cancelled: () => boolean
): Promise<ChildProcess> {
	const deadline = Date.now() + START_PATIENCE_MS;
	for (;;) {
		const log = openSync(logFile, 'w');
		const child = spawn(places.postgres, args, {
			...identity(user),
			cwd: places.cluster,
			// A group of its own: Ctrl-C reaches the supervisor, which stops Postgres after its clients.
			detached: true,
			stdio: ['ignore', log, log]
		});
		closeSync(log);
		if (await becomesReady(child, places.cluster)) return child;
		const said = readFileSync(logFile, 'utf8').trim();
		const passing = said.includes('shared memory block') || said.includes('already exists');
		if (cancelled() || !passing || Date.now() > deadline) {
			throw new StackError(`Postgres did not start: ${said.split('\n').at(-1) || logFile}`);
		}
	}
}

/** Postgres writes "ready" as the last line of its pid file once it takes connections. */
async function becomesReady(child: ChildProcess, cluster: string): Promise<boolean> {
	let gone = false;
	child.once('exit', () => (gone = true));
	child.once('error', () => (gone = true));
	const file = path.join(cluster, 'postmaster.pid');
	while (!gone) {
		try {
			const lines = readFileSync(file, 'utf8').split('\n');
			if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true;
		} catch {
			// Not written yet.
		}
		await wait(10);
	}
	return false;
}

function identity(user: OsUser | undefined) {
	return {
		env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
		...(user && { uid: user.uid, gid: user.gid })
	};
}
