import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Rate } from '../limits.ts';

/**
 * Takes one try of a subject, such as a network. Resolves with the seconds to wait when none is left,
 * else with 0.
 */
export type RateLimiter = (subject: string) => Promise<number>;

/**
 * A limiter that counts in this process. That is enough at the edge, where it only keeps one network
 * from using up a server. What must hold on any number of servers is counted in Postgres.
 */
export function createRateLimiter({ tries, seconds }: Rate): RateLimiter {
	const limiter = new RateLimiterMemory({ points: tries, duration: seconds });
	return async (subject) => {
		try {
			await limiter.consume(subject);
			return 0;
		} catch (refused) {
			if (!(refused instanceof RateLimiterRes)) throw refused;
			return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
		}
	};
}
