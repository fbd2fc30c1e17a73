import postgres from 'postgres';

/** What pg_cron calls each minute on a hosted project; a project without it has no schedules. */
const due = 'private.run_due()';
const MINUTE_MS = 60_000;

/** Does the work of pg_cron, which the embedded Postgres has not. */
export interface Schedules {
	stop(): Promise<void>;
}

/** Calls what is due now and then each minute, as the user postgres. */
export async function startSchedules(
	url: string,
	isReady: () => boolean,
	say: (line: string) => void
): Promise<Schedules> {
	let current: postgres.Sql | undefined;
	const run = async () => {
		// A call that takes longer than a minute is not joined by a second one.
		if (current || !isReady()) return;
		current = postgres(url, { max: 1, onnotice: () => {} });
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
	await run();
	const timer = setInterval(() => void run(), MINUTE_MS);
	return {
		async stop() {
			clearInterval(timer);
			await current?.end({ timeout: 1 });
		}
	};
}
