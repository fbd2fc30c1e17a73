import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StackError } from './errors.ts';

/**
 * The keys every local Supabase has (`supabase start` prints the same ones). They are public
 * knowledge, so the stack listens on the loopback address only.
 */
export const localKeys = {
	publishable: 'sb_publishable_ACJWlzQHlZjBrEguHvfOxg_3BJgxAaH',
	secret: 'sb_secret_N7UND0UgjKTVK-Uodkm0Hg_xSvEMPvz',
	jwtSecret: 'super-secret-jwt-token-with-at-least-32-characters-long',
	/** Of Auth's send-email hook; `supabase start` takes it from the environment. */
	hookSecret: 'v1,whsec_bG9jYWwtc2VuZC1lbWFpbC1ob29rLXNlY3JldA==',
	/** Of the web server; seed.sql adds it to the database. */
	serverToken: 'local-server-token-everybody-knows',
	/** Those of the local Stripe, which no other knows. */
	stripeSecret: 'sk_test_local',
	stripeWebhookSecret: 'whsec_local'
} as const;

/** Everything listens here and nowhere else. */
export const HOST = '127.0.0.1';

/** How people name the app in their browser; the server listens on {@link HOST}. */
export const APP_HOST = 'localhost';

/** The root of the checkout: the folder that holds `package.json`. */
export const rootDir = path.resolve(import.meta.dirname, '../..');

const port = (fallback: number) =>
	z.coerce.number().int().min(1).max(65535).default(fallback).describe('a port from 1 to 65535');

const onOff = z
	.enum(['on', 'off'])
	.default('on')
	.transform((value) => value === 'on')
	.describe('on or off');

const environment = z.object({
	STACK_API_PORT: port(54321),
	STACK_DB_PORT: port(54322),
	STACK_INBOX_PORT: port(54324),
	STACK_FUNCTIONS_PORT: port(54330),
	STACK_STRIPE_PORT: port(54331),
	APP_PORT: port(5173),
	DATA_DIR: z.string().min(1).default('.data').describe('a folder'),
	STACK_PROJECT_DIR: z.string().min(1).default(rootDir).describe('a folder that holds supabase/'),
	STACK_FSYNC: onOff
});

/** The variables of the stack; each of them is explained in `.env.example`. */
export const stackVariables = Object.keys(environment.shape);

/** Where the stack listens, what it reads and where it keeps its data. */
export interface Settings {
	apiPort: number;
	dbPort: number;
	inboxPort: number;
	functionsPort: number;
	stripePort: number;
	appPort: number;
	/** Absolute. Database, uploaded files and logs; deleting it resets everything. */
	dataDir: string;
	/** Absolute. Holds `supabase/` with config.toml, migrations, seed and functions. */
	projectDir: string;
	/** Off only for databases that are thrown away: a crash of the machine then loses rows. */
	fsync: boolean;
	/** Replaces `auth.site_url` of config.toml where the app answers elsewhere. */
	siteUrl: string | undefined;
}

/**
 * Reads the settings from environment variables.
 * @throws StackError naming the variable that is wrong and what it wants
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
	// An empty variable means the same as none: shells and compose files write them that way.
	const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
	const parsed = environment.safeParse(given);
	if (!parsed.success) {
		const name = String(parsed.error.issues[0]?.path[0]) as keyof typeof environment.shape;
		const wanted = environment.shape[name].description;
		throw new StackError(`${name}=${env[name]} is not ${wanted}.`);
	}
	const value = parsed.data;
	return {
		apiPort: value.STACK_API_PORT,
		dbPort: value.STACK_DB_PORT,
		inboxPort: value.STACK_INBOX_PORT,
		functionsPort: value.STACK_FUNCTIONS_PORT,
		stripePort: value.STACK_STRIPE_PORT,
		appPort: value.APP_PORT,
		dataDir: path.resolve(rootDir, value.DATA_DIR),
		projectDir: path.resolve(rootDir, value.STACK_PROJECT_DIR),
		fsync: value.STACK_FSYNC,
		siteUrl: given.APP_PORT ? `http://${APP_HOST}:${value.APP_PORT}` : undefined
	};
}

/** Puts the variables of `.env` into the environment; what the shell says already wins. */
export function loadEnvFile(): void {
	const file = path.join(rootDir, '.env');
	if (existsSync(file)) process.loadEnvFile(file);
}

/** The connection string of a database of the local cluster. */
export function databaseUrl(
	settings: Pick<Settings, 'dbPort'>,
	user: 'postgres' | 'supabase_admin' = 'postgres',
	database = 'postgres'
): string {
	return `postgres://${user}:postgres@${HOST}:${settings.dbPort}/${database}`;
}
