import { firstBits } from './sha256.ts';

/** What Postgres asks of a browser, as `join_challenge` gives it. */
export interface Challenge {
	challenge: string;
	puzzles: number;
	/** Zero bits at the start of each hash, 32 at most. */
	bits: number;
}

/**
 * The answer to one puzzle: the smallest number whose hash begins with enough zero bits.
 * @param puzzle from 0
 */
export function solve({ challenge, bits }: Challenge, puzzle: number): number {
	const nonce = challenge.slice(0, challenge.indexOf('.'));
	const limit = 2 ** (32 - bits);
	let answer = 0;
	while (firstBits(`${nonce}.${puzzle}.${answer}`) >= limit) answer += 1;
	return answer;
}
