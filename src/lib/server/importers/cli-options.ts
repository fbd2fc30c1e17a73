/** Something on the command line or in the environment is not right; the message says what. */
export class UsageError extends Error {
	override name = 'UsageError';
}

/** The secret key of every local Supabase: public knowledge, and of use on this machine only. */
const LOCAL_SECRET_KEY = 'sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz';

/**
 * Where to import to, and the operator's key. Nothing said is the local stack.
 * @throws {UsageError} when another machine is named and no key for it
 */
export function operatorAccess(env: Record<string, string | undefined>): {
	url: string;
	key: string;
} {
	const url = env.SUPABASE_URL || `http://127.0.0.1:${env.STACK_API_PORT || 54321}`;
	if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
		throw new UsageError(`SUPABASE_URL is not an http or https address: ${url}`);
	}
	if (env.SUPABASE_SECRET_KEY) return { url, key: env.SUPABASE_SECRET_KEY };
	const { hostname } = new URL(url);
	if (!['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) {
		throw new UsageError(`SUPABASE_SECRET_KEY is missing: ${hostname} wants its own.`);
	}
	return { url, key: LOCAL_SECRET_KEY };
}

/**
 * The address of the old site without a slash at its end, or null when none was given.
 * @throws {UsageError} when it is not a web address
 */
export function siteAddress(given: string | undefined): string | null {
	if (given === undefined) return null;
	const url = URL.canParse(given) ? new URL(given) : null;
	if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username) {
		throw new UsageError(`--site-url is not the address of a site: ${given}`);
	}
	return url.href.replace(/\/+$/, '');
}
