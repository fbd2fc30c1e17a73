/** Time as the server sees it; a test brings its own. */
export interface Clock {
	now(): number;
	sleep(milliseconds: number): Promise<void>;
}

export const systemClock: Clock = {
	now: () => performance.now(),
	sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds))
};

/**
 * Lets an answer take a whole number of steps, whatever happened behind it, so that its time does not
 * tell whether an address is known: checking a password takes longer than finding nobody.
 * @param step in milliseconds; longer than the work usually takes
 */
export async function evenTime<T>(
	work: () => Promise<T>,
	clock: Clock = systemClock,
	step = 800
): Promise<T> {
	const start = clock.now();
	try {
		return await work();
	} finally {
		const taken = clock.now() - start;
		await clock.sleep(Math.max(1, Math.ceil(taken / step)) * step - taken);
	}
}
