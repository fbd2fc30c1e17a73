import { StackError } from './errors.ts';

/** Runs a command: what it cannot do is one line on stderr and exit code 1. */
export async function runCommand(command: () => Promise<void>): Promise<void> {
	try {
		await command();
	} catch (error) {
		reportFailure(error);
		process.exitCode = 1;
	}
}

/** A StackError is for the person at the terminal; anything else is a fault of ours and shows where. */
export function reportFailure(error: unknown): void {
	console.error(error instanceof StackError ? error.message : error);
}

/** The time between the start of a command and its end. */
export interface Life {
	/** Ends it because a part has died. */
	broken(error: unknown): void;
	/** Waits until the person, the system or `broken` ends the command, and takes everything down. */
	wait(takeDown: () => Promise<void>): Promise<never>;
}

/** Listens for the end of the command from now on, also while its parts are still starting. */
export function untilStopped(): Life {
	const { promise: ended, resolve: end } = Promise.withResolvers<void>();
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end());
	const broken = (error: unknown) => {
		reportFailure(error);
		process.exitCode = 1;
		end();
	};
	process.on('uncaughtException', broken);
	process.on('unhandledRejection', broken);
	return {
		broken,
		async wait(takeDown) {
			await ended;
			await takeDown();
			// Sockets of clients that never hang up must not hold the process.
			process.exit();
		}
	};
}
