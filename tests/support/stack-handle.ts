import { localKeys } from '../../supabase/local/settings.ts';
import type { Stack } from '../../supabase/local/start.ts';

/** Where the stack of a test run answers: what tests may know of it, across processes. */
export interface StackHandle {
	apiUrl: string;
	/** As postgres, the owner of the schema. */
	databaseUrl: string;
	/** As the superuser of the cluster. */
	adminDatabaseUrl: string;
	inboxUrl: string;
	functionsUrl: string;
	/** The local Stripe; `StripeControl` turns its clock and holds its webhooks. */
	stripeUrl: string;
	siteUrl: string;
	publishableKey: string;
	/** Lets a web server, or a test in its place, name a visitor's network. */
	serverToken: string;
	secretKey: string;
	jwtSecret: string;
}

const variables = {
	apiUrl: 'TEST_STACK_URL',
	databaseUrl: 'TEST_DB_URL',
	adminDatabaseUrl: 'TEST_ADMIN_DB_URL',
	inboxUrl: 'TEST_INBOX_URL',
	functionsUrl: 'TEST_FUNCTIONS_URL',
	stripeUrl: 'TEST_STRIPE_URL',
	siteUrl: 'TEST_SITE_URL'
} as const;

/** Describes a running stack. */
export function handleOf(stack: Stack): StackHandle {
	const { apiUrl, databaseUrl, adminDatabaseUrl, inboxUrl, functionsUrl, stripeUrl, siteUrl } =
		stack;
	const urls = { apiUrl, inboxUrl, functionsUrl, stripeUrl, siteUrl };
	return { ...urls, databaseUrl, adminDatabaseUrl, ...keys };
}

/** The variables by which `npm test` hands one stack to all the programs it starts. */
export function stackEnvironment(handle: StackHandle): Record<string, string> {
	const entries = Object.entries(variables) as [keyof typeof variables, string][];
	return Object.fromEntries(entries.map(([key, name]) => [name, handle[key]]));
}

/** The stack that the environment names, if it names one. */
export function handleFromEnvironment(env = process.env): StackHandle | undefined {
	if (!env[variables.apiUrl]) return undefined;
	const read = (name: string) => {
		const value = env[name];
		if (!value) throw new Error(`${variables.apiUrl} is set and ${name} is not.`);
		return value;
	};
	return {
		apiUrl: read(variables.apiUrl),
		databaseUrl: read(variables.databaseUrl),
		adminDatabaseUrl: read(variables.adminDatabaseUrl),
		inboxUrl: read(variables.inboxUrl),
		functionsUrl: read(variables.functionsUrl),
		stripeUrl: read(variables.stripeUrl),
		siteUrl: read(variables.siteUrl),
		...keys
	};
}

const keys = {
	publishableKey: localKeys.publishable,
	serverToken: localKeys.serverToken,
	secretKey: localKeys.secret,
	jwtSecret: localKeys.jwtSecret
};
