import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { commandLine, endProcess, markProcess } from '../processes.ts';

/**
 * Ends a Postgres that still runs on this data folder without a supervisor, and removes a pid
 * file whose process is gone: Postgres itself would refuse to start when that number meanwhile
 * belongs to another program.
 */
export async function endLeftover(cluster: string): Promise<void> {
	const file = path.join(cluster, 'postmaster.pid');
	let pid: number;
	try {
		pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
	} catch {
		return;
	}
	const mark = markProcess(pid);
	if (mark && commandLine(pid).includes(cluster)) await endProcess(mark, 'SIGINT');
	rmSync(file, { force: true });
}
