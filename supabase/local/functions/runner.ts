import { spawn, type ChildProcess } from 'node:child_process';
import {
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	watch,
	type FSWatcher
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { StackError } from '../errors.ts';
import { endChild, markProcess, type ProcessMark } from '../processes.ts';
import { HOST, localKeys, rootDir, type Settings } from '../settings.ts';

/** The Deno process behind `/functions/v1`. */
export interface Functions {
	url: string;
	pid(): number | undefined;
	stop(): Promise<void>;
}

/** What the functions find in their environment beside what hosted projects set. */
export interface FunctionsContext {
	apiUrl: string;
	resendUrl: string;
	stripeUrl: string;
	siteUrl: string;
	dbUrl: string;
	/** Starts Deno anew when a file of the functions changes. */
	watch: boolean;
	started(mark: ProcessMark): void;
	say(line: string): void;
}

/** A process that dies this soon after its start does so again; wait before the next one. */
const RESTART_PAUSE_MS = 1000;

/** Starts Deno for the functions of a project and keeps it running. */
export async function startFunctions(
	settings: Settings,
	context: FunctionsContext
): Promise<Functions> {
	const folder = path.join(settings.projectDir, 'supabase/functions');
	const logFile = path.join(settings.dataDir, 'logs/functions.log');
	mkdirSync(path.dirname(logFile), { recursive: true });
	let child: ChildProcess | undefined;
	let stopping = false;
	let pause: NodeJS.Timeout | undefined;

	const start = (): Promise<void> =>
		new Promise((resolve, reject) => {
			const log = openSync(logFile, 'a');
			const started = spawn(denoProgram(), denoArguments(folder), {
				cwd: rootDir,
				env: environment(settings, context, folder),
				detached: true,
				stdio: ['pipe', 'pipe', log]
			});
			closeSync(log);
			child = started;
			const mark = started.pid === undefined ? undefined : markProcess(started.pid);
			if (mark) context.started(mark);
			started.stdout?.on('data', () => resolve());
			started.once('error', reject);
			started.once('exit', (code, signal) => {
				reject(new StackError(`The Edge Functions did not start; see ${logFile}`));
				if (stopping || started !== child) return;
				context.say(`The Edge Functions stopped (${signal ?? `exit ${code}`}) and start again.`);
				pause = setTimeout(() => start().catch(() => {}), RESTART_PAUSE_MS);
			});
		});
	await start();

	const restart = async () => {
		const old = child;
		child = undefined;
		if (old) await endChild(old, 'SIGKILL');
		if (!stopping) await start().catch((error: Error) => context.say(error.message));
	};
	const watcher = context.watch ? watchFolder(folder, () => void restart()) : undefined;
	return {
		url: `http://${HOST}:${settings.functionsPort}`,
		pid: () => child?.pid,
		async stop() {
			stopping = true;
			clearTimeout(pause);
			watcher?.close();
			if (child) await endChild(child, 'SIGTERM', 2000);
		}
	};
}

function denoProgram(): string {
	const name = process.platform === 'win32' ? 'deno.exe' : 'deno';
	const family = process.platform === 'linux' ? '-glibc' : '';
	const target = `@deno/${process.platform}-${process.arch}${family}`;
	try {
		const manifest = createRequire(import.meta.url).resolve(`${target}/package.json`);
		return path.join(path.dirname(manifest), name);
	} catch {
		throw new StackError(
			`There is no Deno for this machine in node_modules (${target}): run npm ci.`
		);
	}
}

function denoArguments(folder: string): string[] {
	const imports = path.join(folder, 'deno.json');
	return [
		'run',
		'--quiet',
		'--no-prompt',
		'--no-lock',
		// Packages come from node_modules, so that nothing is fetched and versions are the lock file's.
		'--node-modules-dir=manual',
		'--cached-only',
		...(existsSync(imports) ? ['--config', imports] : []),
		'--allow-net',
		'--allow-env',
		'--allow-read',
		'--allow-sys',
		path.join(import.meta.dirname, 'router.ts')
	];
}

/** Nothing of the shell's environment: as on hosted projects, secrets are named in one place. */
function environment(
	settings: Settings,
	context: FunctionsContext,
	folder: string
): NodeJS.ProcessEnv {
	const file = path.join(folder, '.env');
	const secrets = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
	const { PATH, HOME, TMPDIR } = process.env;
	return {
		PATH,
		HOME,
		TMPDIR,
		...secrets,
		PORT: String(settings.functionsPort),
		FUNCTIONS_DIR: folder,
		DENO_DIR: path.join(settings.dataDir, 'deno'),
		DENO_NO_UPDATE_CHECK: '1',
		SUPABASE_URL: context.apiUrl,
		SUPABASE_ANON_KEY: localKeys.publishable,
		SUPABASE_SERVICE_ROLE_KEY: localKeys.secret,
		SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: localKeys.publishable }),
		SUPABASE_SECRET_KEYS: JSON.stringify({ default: localKeys.secret }),
		SUPABASE_DB_URL: context.dbUrl,
		RESEND_API_KEY: 're_local',
		RESEND_BASE_URL: context.resendUrl,
		SEND_EMAIL_HOOK_SECRET: localKeys.hookSecret,
		SITE_URL: context.siteUrl,
		...stripeEnvironment(context, secrets)
	};
}

/** Somebody who has a key of Stripe's own in .env tests with the real one. */
function stripeEnvironment(
	context: FunctionsContext,
	secrets: Record<string, string | undefined>
): NodeJS.ProcessEnv {
	if (secrets.STRIPE_SECRET_KEY) return {};
	return {
		STRIPE_SECRET_KEY: localKeys.stripeSecret,
		STRIPE_WEBHOOK_SECRET: localKeys.stripeWebhookSecret,
		STRIPE_API_URL: context.stripeUrl
	};
}

/** One save is several events; they count as one change. */
function watchFolder(folder: string, changed: () => void): FSWatcher | undefined {
	if (!existsSync(folder)) return undefined;
	let settle: NodeJS.Timeout | undefined;
	return watch(folder, { recursive: true }, () => {
		clearTimeout(settle);
		settle = setTimeout(changed, 100);
	});
}
