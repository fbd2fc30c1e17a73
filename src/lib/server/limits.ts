import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Takes one try of somebody; the seconds to wait when there is none left, else 0. */
export type Limiter = (who: string) => Promise<number>;

/**
 * Counts in this process. That is enough at the edge, where it only keeps one address from hammering;
 * what must hold on any count of servers is counted in Postgres.
 */
export function createLimiter(tries: number, seconds: number): Limiter {
	const limiter = new RateLimiterMemory({ points: tries, duration: seconds });
	return async (who) => {
		try {
			await limiter.consume(who);
			return 0;
		} catch (refused) {
			if (!(refused instanceof RateLimiterRes)) throw refused;
			return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
		}
	};
}
