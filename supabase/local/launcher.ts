import { commandLine, parentOf } from './processes.ts';

const LOOK_MS = 500;

/**
 * Notices when npm, which started this command, is gone. npm passes signals on to the shell between
 * it and us, and that shell to nobody: without this, ending npm would leave everything running.
 */
export function watchLauncher(gone: () => void): void {
	if (!process.env.npm_lifecycle_event) return;
	const watched = launchers();
	const timer = setInterval(() => {
		if (watched.every(isThere)) return;
		clearInterval(timer);
		gone();
	}, LOOK_MS);
	timer.unref();
}

/** Our parent and, when that is npm's shell, npm itself. */
function launchers(): number[] {
	const parent = process.ppid;
	const grandparent = parentOf(parent);
	const isShell = /^\S*sh\s+-c\s/.test(commandLine(parent));
	return isShell && grandparent ? [parent, grandparent] : [parent];
}

function isThere(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
