/** Calls Edge Functions by name, with nothing in the request, as pg_net does on a hosted project. */
export interface Waker {
	wake(name: string): void;
	stop(): void;
}

/** Functions that start again are there within a few seconds. */
const RETRIES = 10;
const RETRY_MS = 500;
const PATIENCE_MS = 150_000;

/**
 * One call of a function at a time: a name that comes while it is at work makes one more call when it
 * is done. A call that fails is made again for some seconds, then the schedule makes up for it.
 */
export function createWaker(functionsUrl: string, retryMs = RETRY_MS): Waker {
	/** Functions at work, and whether they are wanted again. */
	const atWork = new Map<string, boolean>();
	const stopped = new AbortController();

	const call = async (name: string): Promise<boolean> => {
		try {
			const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(PATIENCE_MS)]);
			const answer = await fetch(`${functionsUrl}/${name}`, { method: 'POST', signal });
			await answer.body?.cancel();
			// A function that refuses would refuse again.
			return answer.status < 500;
		} catch {
			return stopped.signal.aborted;
		}
	};

	const work = async (name: string) => {
		do {
			atWork.set(name, false);
			for (let n = 0; n < RETRIES && !(await call(name)); n++) {
				await new Promise((resolve) => setTimeout(resolve, retryMs));
			}
		} while (atWork.get(name));
		atWork.delete(name);
	};

	return {
		wake(name) {
			if (stopped.signal.aborted || !/^[a-z][a-z0-9-]{0,49}$/.test(name)) return;
			if (atWork.has(name)) atWork.set(name, true);
			else void work(name);
		},
		stop: () => stopped.abort()
	};
}
