import postgres from 'postgres';
import { createWaker } from './waker.ts';

/** What pg_cron calls each minute on a hosted project; a project without it has no schedules. */
const due = 'private.run_due()';
const MINUTE_MS = 60_000;

/** Without the question for types, whose failure in a crash nobody would catch. */
const quietly = { max: 1, fetch_types: false, onnotice: () => {} };

/** Does the work of pg_cron and pg_net, which the embedded Postgres has not. */
export interface Schedules {
	/** Postgres is back after a crash: hears it again, and makes up for what was missed. */
	resume(): Promise<void>;
	stop(): Promise<void>;
}

export interface SchedulesContext {
	/** The database, as the user postgres. */
	url: string;
	/** The API in front of the functions that are woken. */
	apiUrl: string;
	/** Milliseconds between two calls of what is due. */
	everyMs?: number;
	isReady(): boolean;
	say(line: string): void;
}

/**
 * Calls what is due now and then each minute, and calls the Edge Functions that the database names on
 * the channel `wake`. Only this database is heard: copies of it have schedules of their own or none.
 */
export async function startSchedules(context: SchedulesContext): Promise<Schedules> {
	const { url, apiUrl, everyMs = MINUTE_MS, isReady, say } = context;
	const waker = createWaker(`${apiUrl}/functions/v1`);
	let ear: postgres.Sql | undefined;
	let current: postgres.Sql | undefined;
	const run = async () => {
		// A call that takes longer than a minute is not joined by a second one.
		if (current || !isReady()) return;
		current = postgres(url, quietly);
		try {
			const [found] = await current`select to_regprocedure(${due}) as name`;
			if (found?.name) await current.unsafe(`select ${due}`);
		} catch (error) {
			if (isReady()) say(`${due} failed: ${error instanceof Error ? error.message : error}`);
		} finally {
			await current?.end({ timeout: 1 });
			current = undefined;
		}
	};
	const listen = async () => {
		await ear?.end({ timeout: 0 });
		ear = postgres(url, quietly);
		await ear.listen('wake', waker.wake);
		await run();
	};
	await listen();
	const timer = setInterval(() => void run(), everyMs);
	return {
		resume: listen,
		async stop() {
			clearInterval(timer);
			waker.stop();
			await Promise.all([ear?.end({ timeout: 1 }), current?.end({ timeout: 1 })]);
		}
	};
}
