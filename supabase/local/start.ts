import path from 'node:path';
import { startApi, type ApiServer } from './api/server.ts';
import { createLite } from './api/lite.ts';
import { makeTemplate } from './clone.ts';
import { prepareDatabase, type Prepared } from './database/prepare.ts';
import { startSchedules, type Schedules } from './database/schedules.ts';
import { hangDemoPictures } from './demo-media/hang.ts';
import { startEmulators } from './emulators.ts';
import { startFunctions } from './functions/runner.ts';
import { lockDataDir } from './lock.ts';
import { createAuthMailer } from './mail/mailer.ts';
import { checkPorts } from './ports.ts';
import { startCluster } from './postgres/cluster.ts';
import { readProjectConfig } from './project-config.ts';
import { databaseUrl, HOST, localKeys, readSettings, type Settings } from './settings.ts';
import { FileStorage } from './storage/files.ts';

/** A running stack: where it answers, and how to end it. */
export interface Stack {
	settings: Settings;
	apiUrl: string;
	/** Deno itself, behind `/functions/v1`. */
	functionsUrl: string;
	studioUrl: string;
	inboxUrl: string;
	stripeUrl: string;
	/** As the user postgres, who owns the schema and is not a superuser. */
	databaseUrl: string;
	/** As the superuser of the cluster; for tests that make and drop databases. */
	adminDatabaseUrl: string;
	siteUrl: string;
	keys: typeof localKeys;
	prepared: Prepared;
	/** The numbers of the processes the stack consists of beside this one. */
	processes(): { postgres: number | undefined; functions: number | undefined };
	stop(): Promise<void>;
}

/** How a start differs from what the environment says. */
export interface StackOptions extends Partial<Settings> {
	/** Starts the functions anew when their files change. */
	watch?: boolean;
	/** Keeps a copy of the fresh database, so that `cloneStack` can make more of them. */
	template?: boolean;
	/** Off for tests that share a stack: all of them come from one network address. */
	authRateLimits?: boolean;
	/** Hears of what is worth a line while the stack runs. */
	say?: (line: string) => void;
	/** Hears that a part has died for good. */
	failed?: (error: Error) => void;
}

/**
 * Starts everything a hosted Supabase project has, on this machine. Whatever was started is
 * stopped again when a later part fails.
 * @throws StackError in words for the person at the terminal
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
	const {
		watch = false,
		template = false,
		authRateLimits = true,
		say = console.error,
		failed = fail,
		...overrides
	} = options;
	const settings: Settings = { ...readSettings(), ...overrides };
	const config = readProjectConfig(settings);
	if (!authRateLimits) config.auth.rate_limit = {};
	const lock = await lockDataDir(settings.dataDir);
	const parts: { stop(): Promise<void> }[] = [{ stop: async () => lock.release() }];
	const begin = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
		const part = await starting;
		parts.push(part);
		return part;
	};
	const stop = async () => {
		// One part that cannot stop must not keep the others running.
		const failures: unknown[] = [];
		for (let part = parts.pop(); part; part = parts.pop()) {
			await part.stop().catch((error: unknown) => failures.push(error));
		}
		if (failures.length > 0) throw failures[0];
	};
	try {
		await checkPorts(portClaims(settings));
		const apiUrl = `http://${HOST}:${settings.apiPort}`;
		const resendUrl = `http://${HOST}:${settings.inboxPort}`;
		const stripeUrl = `http://${HOST}:${settings.stripePort}`;
		const siteUrl = config.auth.site_url;
		const sendMail = createAuthMailer(config, apiUrl, resendUrl);
		const started = lock.note;
		const running: { api?: ApiServer; schedules?: Schedules } = {};
		const [cluster, functions, emulators] = await settleAll([
			begin(
				startCluster(settings, {
					started,
					crashed(how) {
						say(`Postgres stopped (${how}) and starts again.`);
						running.api?.interrupt();
					},
					recovered() {
						const resume = async () => {
							await running.api?.resume();
							await running.schedules?.resume();
						};
						resume().catch(failed);
					},
					failed
				})
			),
			begin(
				startFunctions(settings, {
					apiUrl,
					resendUrl,
					stripeUrl,
					siteUrl,
					dbUrl: databaseUrl(settings),
					watch,
					started,
					say
				})
			),
			begin(startEmulators(settings, apiUrl))
		]);
		if (cluster.elsewhere) {
			say(
				`Postgres runs as "${cluster.user}", who may not enter this folder: its data is in ${cluster.elsewhere}.`
			);
		}
		const files = new FileStorage(path.join(settings.dataDir, 'storage'));
		const admin = databaseUrl(settings, 'supabase_admin');
		const connect = () => createLite(admin, config, files);
		const prepared = await prepareDatabase(connect, settings);
		if (template) await makeTemplate(settings);
		const { dataDir } = settings;
		const options = { config, apiUrl, functionsUrl: functions.url, sendMail, dataDir };
		running.api = await begin(startApi(settings.apiPort, options, connect));
		if (prepared.seed === 'planted') await hangDemoPictures(apiUrl);
		const url = databaseUrl(settings);
		const { isReady } = cluster;
		running.schedules = await begin(startSchedules({ url, apiUrl, isReady, say }));
		return {
			settings,
			apiUrl,
			functionsUrl: functions.url,
			studioUrl: apiUrl,
			inboxUrl: emulators.inboxUrl,
			stripeUrl: emulators.stripeUrl,
			databaseUrl: databaseUrl(settings),
			adminDatabaseUrl: admin,
			siteUrl,
			keys: localKeys,
			prepared,
			processes: () => ({ postgres: cluster.pid(), functions: functions.pid() }),
			stop
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

function portClaims(settings: Settings) {
	return [
		{ port: settings.apiPort, what: 'the API and Studio', variable: 'STACK_API_PORT' },
		{ port: settings.dbPort, what: 'Postgres', variable: 'STACK_DB_PORT' },
		{ port: settings.inboxPort, what: 'the inbox', variable: 'STACK_INBOX_PORT' },
		{ port: settings.functionsPort, what: 'the Edge Functions', variable: 'STACK_FUNCTIONS_PORT' },
		{ port: settings.stripePort, what: 'the local Stripe', variable: 'STACK_STRIPE_PORT' }
	];
}

/** Waits for all, so that a failure of one finds the others where `stop` can reach them. */
async function settleAll<T extends readonly Promise<unknown>[]>(starting: [...T]) {
	await Promise.allSettled(starting);
	return Promise.all(starting);
}

function fail(error: Error): never {
	throw error;
}
