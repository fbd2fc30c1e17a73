import { parseArgs } from 'node:util';

/** Something on the command line or in the environment is not right; the message says what. */
export class UsageError extends Error {
	override name = 'UsageError';
}

const USAGE = `Usage: npm run import -- ghost <export.json> --publication <slug> [options]

  --members <members.csv>     the list of members, as Ghost exports it
  --images <folder or zip>    Ghost's content folder: its pictures and files are taken along
  --site-url <https://…>      address of the old site: pictures are fetched and links kept from there
  --report <report.csv>       what became of every single item
  --dry-run                   decide and count, write nothing

SUPABASE_URL and SUPABASE_SECRET_KEY say where to; without them it is the local stack.
An import that broke off goes on where it was when it is run again.`;

export interface CliOptions {
	file: string;
	publication: string;
	members: string | null;
	images: string | null;
	siteUrl: string | null;
	report: string | null;
	dryRun: boolean;
}

/**
 * What was asked for on the command line.
 * @throws {UsageError} with what is understood, when it is something else
 */
export function readOptions(args: string[]): CliOptions {
	const { values, positionals } = parsed(args);
	const [source, file, ...rest] = positionals;
	const { publication } = values;
	if (source !== 'ghost' || !file || rest.length > 0 || !publication) throw new UsageError(USAGE);
	return {
		file,
		publication,
		members: values.members ?? null,
		images: values.images ?? null,
		siteUrl: siteAddress(values['site-url']),
		report: values.report ?? null,
		dryRun: values['dry-run'] ?? false
	};
}

function parsed(args: string[]) {
	const text = { type: 'string' } as const;
	const options = {
		publication: text,
		members: text,
		images: text,
		'site-url': text,
		report: text,
		'dry-run': { type: 'boolean' }
	} as const;
	try {
		return parseArgs({ args, allowPositionals: true, options });
	} catch (error) {
		throw new UsageError(`${error instanceof Error ? error.message : ''}\n\n${USAGE}`);
	}
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
