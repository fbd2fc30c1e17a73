import { readFileSync, statSync, type Stats } from 'node:fs';
import path from 'node:path';
import { StackError } from '../errors.ts';

/** The account of the operating system that Postgres runs under. */
export interface OsUser {
	name: string;
	uid: number;
	gid: number;
}

/**
 * Postgres refuses to run as root. As root this finds another account for it; everybody else
 * runs it themselves, which `undefined` stands for.
 * @throws StackError when root has no account to lend
 */
export function postgresOsUser(): OsUser | undefined {
	if (process.getuid?.() !== 0) return undefined;
	const accounts = readFileSync('/etc/passwd', 'utf8')
		.split('\n')
		.map((line) => line.split(':'));
	for (const wanted of ['postgres', 'nobody']) {
		const account = accounts.find(([name]) => name === wanted);
		if (!account) continue;
		// macOS writes nobody's ids as -2.
		const [uid, gid] = [Number(account[2]) >>> 0, Number(account[3]) >>> 0];
		return { name: wanted, uid, gid };
	}
	throw new StackError(
		'Postgres does not run as root, and there is no account "postgres" or "nobody" to run it as: ' +
			'start as another user, or add one with "useradd postgres".'
	);
}

/** Whether the user may enter every folder on the way to this one. */
export function mayReach(folder: string, user: OsUser): boolean {
	for (let step = path.resolve(folder); ; step = path.dirname(step)) {
		const stat = statSync(step, { throwIfNoEntry: false });
		if (stat?.isDirectory() && !mayEnter(stat, user)) return false;
		if (step === path.dirname(step)) return true;
	}
}

function mayEnter(stat: Stats, user: OsUser): boolean {
	if (stat.uid === user.uid) return (stat.mode & 0o100) !== 0;
	if (stat.gid === user.gid) return (stat.mode & 0o010) !== 0;
	return (stat.mode & 0o001) !== 0;
}
