import { solve } from '../../src/lib/proof-of-work/solve.ts';
import { rates } from '../../src/lib/limits.ts';
import { freshNetwork } from './networks.ts';
import { sql, visitorFrom } from './clients.ts';

interface Challenge {
	challenge: string;
	puzzles: number;
	bits: number;
}

/** What a visitor asks for, and how they get past the check. */
export interface Asking {
	publication: string;
	email: string;
	network?: string;
	way?: { p_challenge: string; p_answers: number[] } | { p_later: true };
}

/** Asks to join as a visitor of the site who is not signed in. */
export function askToJoin({ publication, email, network = freshNetwork(), way }: Asking) {
	return visitorFrom(network).rpc('request_to_join', {
		p_publication_id: publication,
		p_email: email,
		...way
	});
}

/** A challenge for an address. */
export async function challengeFor(publication: string, email: string): Promise<Challenge> {
	const { data, error } = await visitorFrom(freshNetwork()).rpc('join_challenge', {
		p_publication_id: publication,
		p_email: email
	});
	if (error) throw new Error(error.message);
	return data as unknown as Challenge;
}

/** Does the work of a challenge. */
export function proofOf(challenge: Challenge): { p_challenge: string; p_answers: number[] } {
	const puzzles = Array.from({ length: challenge.puzzles }, (_, puzzle) => puzzle);
	return {
		p_challenge: challenge.challenge,
		p_answers: puzzles.map((puzzle) => solve(challenge, puzzle))
	};
}

/** As many requests from other networks as a publication takes before it wants a check. */
export async function crowd(publication: string): Promise<void> {
	for (let n = 0; n < rates.join.tries; n++) {
		await sql`select private.take_try('join', ${publication})`;
	}
}
