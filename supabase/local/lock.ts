import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StackError } from './errors.ts';
import { endProcess, isRunning, markProcess, type ProcessMark } from './processes.ts';

const mark = z.object({ pid: z.number(), began: z.string() });
const contents = z.object({ supervisor: mark, children: z.array(mark) });
type Contents = z.infer<typeof contents>;

/** Holds the data folder for one stack at a time and remembers what that stack started. */
export interface DataLock {
	/** Notes a child, so that the next start can end it should this process be killed. */
	note(child: ProcessMark): void;
	release(): void;
}

/**
 * Takes the data folder. Children that a killed stack left running are ended first.
 * @throws StackError when another stack uses the folder
 */
export async function lockDataDir(dataDir: string): Promise<DataLock> {
	mkdirSync(dataDir, { recursive: true });
	const file = path.join(dataDir, 'stack.json');
	const self = markProcess(process.pid);
	if (!self)
		throw new StackError('The process table cannot be read, so a second copy would go unseen.');
	const mine: Contents = { supervisor: self, children: [] };
	for (;;) {
		try {
			writeFileSync(file, JSON.stringify(mine), { flag: 'wx' });
			break;
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
			await clearStale(file, dataDir);
		}
	}
	return {
		note(child) {
			mine.children = [...mine.children.filter(isRunning), child];
			writeFileSync(file, JSON.stringify(mine));
		},
		release() {
			rmSync(file, { force: true });
		}
	};
}

/** The process that holds the folder, if one does. */
export function lockHolder(dataDir: string): number | undefined {
	const left = readLock(path.join(dataDir, 'stack.json'));
	return left && isRunning(left.supervisor) ? left.supervisor.pid : undefined;
}

async function clearStale(file: string, dataDir: string) {
	const left = readLock(file);
	if (left && isRunning(left.supervisor)) {
		throw new StackError(
			`A stack with the data folder ${dataDir} already runs (process ${left.supervisor.pid}). ` +
				'Stop it, or set DATA_DIR and the ports for a second one.'
		);
	}
	for (const child of left?.children ?? []) {
		// Postgres ends quickly and cleanly on SIGINT; the others take it for a plain stop.
		if (isRunning(child)) await endProcess(child, 'SIGINT');
	}
	rmSync(file, { force: true });
}

/** A file that a crash left half-written tells nothing, and counts as none. */
function readLock(file: string): Contents | undefined {
	try {
		return contents.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
	} catch {
		return undefined;
	}
}
