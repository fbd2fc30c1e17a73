import { execFileSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** A process and the moment it began: the number alone may belong to another one after a while. */
export interface ProcessMark {
	pid: number;
	began: string;
}

/** Marks a running process, or `undefined` when there is none with that number. */
export function markProcess(pid: number): ProcessMark | undefined {
	const began = beginning(pid);
	return began === undefined ? undefined : { pid, began };
}

/** Whether exactly this process still runs. */
export function isRunning(mark: ProcessMark): boolean {
	return beginning(mark.pid) === mark.began;
}

/** The command line of a process, empty when it is gone or belongs to somebody who hides it. */
export function commandLine(pid: number): string {
	try {
		if (process.platform === 'linux') {
			return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
		}
		return ps(pid, 'command=');
	} catch {
		return '';
	}
}

/** The parent of a process, if it has one that can be seen. */
export function parentOf(pid: number): number | undefined {
	try {
		if (process.platform !== 'linux') return Number(ps(pid, 'ppid=')) || undefined;
		return Number(statFields(pid)[1]) || undefined;
	} catch {
		return undefined;
	}
}

/**
 * Asks a process to end and, when it does not within `patience` milliseconds, ends it.
 * Returns once it is gone.
 */
export async function endProcess(
	mark: ProcessMark,
	signal: NodeJS.Signals = 'SIGTERM',
	patience = 10_000
): Promise<void> {
	const deadline = Date.now() + patience;
	signalIfRunning(mark, signal);
	while (isRunning(mark)) {
		if (Date.now() > deadline) signalIfRunning(mark, 'SIGKILL');
		await wait(20);
	}
}

/** Ends a child of ours and resolves when it has exited. */
export async function endChild(
	child: ChildProcess,
	signal: NodeJS.Signals = 'SIGTERM',
	patience = 10_000
) {
	if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
	const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	child.kill(signal);
	const last = setTimeout(() => child.kill('SIGKILL'), patience);
	await gone;
	clearTimeout(last);
}

function signalIfRunning(mark: ProcessMark, signal: NodeJS.Signals) {
	if (isRunning(mark)) process.kill(mark.pid, signal);
}

function beginning(pid: number): string | undefined {
	try {
		if (process.platform !== 'linux') return ps(pid, 'lstart=') || undefined;
		const fields = statFields(pid);
		return fields[0] === 'Z' ? undefined : fields[19];
	} catch {
		return undefined;
	}
}

/** State, parent and so on; number 19 is the start time. The name before them may hold spaces. */
function statFields(pid: number): string[] {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function ps(pid: number, column: string): string {
	const args = ['-p', String(pid), '-o', column];
	return execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}
