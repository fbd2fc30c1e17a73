import type { Cookies } from '@sveltejs/kit';
import { z } from 'zod';
import { email } from '$lib/schemas/sign-in';
import type { Env } from '$lib/server/env-schema';
import { keepJson, readJson } from './json-cookie';

const NAME = 'pamphlet-joining';

/** As long as somebody may look at the page of the check before they go on, in seconds. */
const MAX_AGE = 60 * 60;

const joining = z.object({ email, back: z.string().max(500).nullable() });

/** What was typed on the way to the check: the address, and where to go on reading. */
export type Joining = z.output<typeof joining>;

/** Only the pages of joining of one publication see it. */
const pathOf = (home: string) => `${home}/join`;

/**
 * Keeps what was typed until the check is over. It is not in the URL, where logs and other sites would
 * see the address.
 * @param home path of the publication
 */
export function keepJoining(
	cookies: Cookies,
	env: Pick<Env, 'ORIGIN'>,
	home: string,
	state: Joining
): void {
	keepJson(cookies, env, NAME, state, { path: pathOf(home), maxAge: MAX_AGE });
}

/** What was typed, or null. The browser's owner may have written it. */
export function readJoining(cookies: Cookies): Joining | null {
	return readJson(cookies, NAME, joining);
}

/** @param home path of the publication */
export function forgetJoining(cookies: Cookies, home: string): void {
	cookies.delete(NAME, { path: pathOf(home) });
}
