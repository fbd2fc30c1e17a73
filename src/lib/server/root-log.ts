import type { Logger } from 'pino';
import { env } from './env';
import { createLogger } from './log';

let log: Logger | undefined;

/** The log of this process; within a request use `event.locals.log`, which carries its id. */
export function rootLog(): Logger {
	return (log ??= createLogger(env().LOG_LEVEL));
}
