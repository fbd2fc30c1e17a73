import { z } from 'zod';
import { network } from '../limits.ts';

/**
 * Keys of every `supabase start` in the world. They open nothing where the API is on loopback, and
 * everything where it is not.
 */
const localKeys = [
	'sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH',
	// The older form: a token signed with the published local secret.
	'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJzdXBhYmFzZS1kZW1vIiwicm9sZSI6ImFub24iLCJleHAiOjE5ODM4MTI5OTZ9.CRXP1A7WOeoJeXxjNni43kdQwgnWNReilDMblYTn_I0'
];

/** The server token of local development, which everybody knows. `supabase/seed.sql` adds it. */
const localServerToken = 'local-server-token-everybody-knows';

const providers = ['google', 'github'] as const;

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const wholeNumber = z.coerce
	.number({ error: 'must be a whole number' })
	.int({ error: 'must be a whole number' })
	.min(1, { error: 'must be at least 1' });

const webUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https address' });

const origin = (value: string) => URL.canParse(value) && new URL(value).origin === value;

const publishableKey = z.string({ error: 'is missing' }).refine((key) => !isSecretKey(key), {
	error: 'is a secret key: the web server takes the publishable one and nothing more'
});

const serverToken = z
	.string({ error: 'is missing' })
	.min(32, { error: 'must have at least 32 characters: make one with openssl rand -hex 32' })
	.refine((token) => !isSecretKey(token), {
		error: 'is a secret key of Supabase: make a token with openssl rand -hex 32'
	});

/** Every variable that the web server reads. `.env.example` documents them, and a test compares. */
export const envSchema = z.object({
	PUBLIC_SUPABASE_URL: webUrl,
	PUBLIC_SUPABASE_PUBLISHABLE_KEY: publishableKey,
	/** Proves to Postgres that this server named a visitor's network. It opens nothing else. */
	SERVER_TOKEN: serverToken,
	ORIGIN: webUrl.refine((value) => !URL.canParse(value) || new URL(value).origin === value, {
		error: 'must be an origin without a path, like https://pamphlet.example'
	}),
	/** The address to listen on. The default lets only a proxy on the same machine in. */
	HOST: z
		.string()
		.regex(/^[a-z0-9.:-]+$/i, { error: 'must be an address or a host name' })
		.default('127.0.0.1'),
	PORT: wholeNumber.max(65535, { error: 'must be at most 65535' }).default(3000),
	LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
	AUTH_PROVIDERS: z
		.string()
		.default('')
		.transform((list) => list.split(',').map((name) => name.trim()))
		.transform((names) => names.filter((name) => name !== ''))
		.pipe(z.array(z.enum(providers, { error: 'knows google and github, separated by commas' }))),
	/** Where a form may lead to, beside ourselves: the payment company's pages. */
	PAYMENT_ORIGINS: z
		.string()
		.default('https://checkout.stripe.com https://billing.stripe.com')
		.transform((list) => list.split(/\s+/).filter((item) => item !== ''))
		.pipe(
			z.array(
				webUrl.refine(origin, { error: 'must be origins without a path, separated by spaces' })
			)
		),
	/** POSTs to the sign-in pages that one network address may make in a minute. */
	SIGN_IN_POSTS_PER_MINUTE: wholeNumber.default(network.signInForms.tries),
	// Read by the Node adapter itself; checked here so that a slip is named at boot.
	ADDRESS_HEADER: z
		.string()
		.regex(/^[a-z0-9-]+$/i, { error: 'must be the name of a header' })
		.optional(),
	XFF_DEPTH: wholeNumber.optional()
});

export type Env = z.output<typeof envSchema>;
export type AuthProvider = Env['AUTH_PROVIDERS'][number];

/** Names every variable that is missing or wrong, one a line; safe to print: it shows no value. */
export class EnvError extends Error {
	override name = 'EnvError';

	constructor(problems: string[]) {
		super(
			`Pamphlet cannot start, the environment is not complete:\n${problems
				.map((problem) => `  ${problem}`)
				.join('\n')}\nEvery variable is explained in .env.example.`
		);
	}
}

/**
 * Reads the environment. An empty variable counts as missing. Where the API is on this machine, the
 * server token of local development is the default.
 * @param production refuse the public local keys unless the API is on this very machine
 * @throws {EnvError}
 */
export function readEnv(
	source: Record<string, string | undefined>,
	{ production }: { production: boolean }
): Env {
	const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value));
	if (isLoopback(given.PUBLIC_SUPABASE_URL ?? '')) given.SERVER_TOKEN ??= localServerToken;
	const result = envSchema.safeParse(given);
	if (!result.success) {
		throw new EnvError(
			result.error.issues.map((issue) => {
				const name = String(issue.path[0]);
				return `${name} ${name in given ? issue.message : 'is missing'}`;
			})
		);
	}
	const env = result.data;
	if (production && !isLoopback(env.PUBLIC_SUPABASE_URL)) {
		const problems: string[] = [];
		if (localKeys.includes(env.PUBLIC_SUPABASE_PUBLISHABLE_KEY)) {
			problems.push(
				'PUBLIC_SUPABASE_PUBLISHABLE_KEY is the public key of local development, but PUBLIC_SUPABASE_URL is not on this machine'
			);
		}
		if (env.SERVER_TOKEN === localServerToken) {
			problems.push(
				'SERVER_TOKEN is the public token of local development, but PUBLIC_SUPABASE_URL is not on this machine'
			);
		}
		if (problems.length > 0) throw new EnvError(problems);
	}
	return env;
}

function isSecretKey(key: string): boolean {
	if (key.startsWith('sb_secret_')) return true;
	const payload = key.split('.')[1];
	if (!key.startsWith('eyJ') || payload === undefined) return false;
	return Buffer.from(payload, 'base64url').toString().includes('service_role');
}

function isLoopback(url: string): boolean {
	if (!URL.canParse(url)) return false;
	const { hostname } = new URL(url);
	return (
		hostname === 'localhost' ||
		hostname.endsWith('.localhost') ||
		hostname === '[::1]' ||
		/^127(\.\d{1,3}){3}$/.test(hostname)
	);
}
