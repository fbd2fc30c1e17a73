import { StackError } from './errors.ts';
import { isLostWrite } from './postgres/lost-write.ts';
import { watchLauncher } from './launcher.ts';

/** The time between the start of a command and its end. */
export interface Life {
	/** Ends it because a part has died. */
	broken(error: unknown): void;
	/** Waits until the person, the system or `broken` ends the command, and takes everything down. */
	wait(takeDown: () => Promise<void>): Promise<never>;
}

/**
 * Runs a command that ends by itself: what it cannot do is one line on stderr and exit code 1.
 */
export async function runCommand(command: () => Promise<void>): Promise<void> {
	try {
		await command();
	} catch (error) {
		report(error);
		process.exitCode = 1;
	}
}

/** Runs a command that lasts until it is stopped, also while its parts are still starting. */
export async function runLastingCommand(command: (life: Life) => Promise<never>): Promise<void> {
	const { promise: ended, resolve } = Promise.withResolvers<void>();
	let ending = false;
	const end = () => {
		ending = true;
		resolve();
	};
	const broken = (error: unknown) => {
		if (!ending) report(error);
		process.exitCode = 1;
		end();
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
	watchLauncher(end);
	process.on('uncaughtException', (error) => {
		if (!isLostWrite(error)) broken(error);
	});
	process.on('unhandledRejection', broken);
	try {
		await command({
			broken,
			async wait(takeDown) {
				await ended;
				await takeDown();
				// Sockets of clients that never hang up must not hold the process.
				process.exit();
			}
		});
	} catch (error) {
		// Somebody who stops a start needs no word about what that broke.
		broken(error);
	}
}

/** A StackError is for the person at the terminal; anything else is a fault of ours and shows where. */
function report(error: unknown): void {
	console.error(error instanceof StackError ? error.message : error);
}
