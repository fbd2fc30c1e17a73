import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { rootDir } from '../../supabase/local/settings.ts';
import { endChild } from '../../supabase/local/processes.ts';
import type { StackHandle } from './stack-handle.ts';

/** A production server of the tests. */
export interface App {
	url: string;
	pid: number;
	/** Everything it has printed so far. */
	output(): string;
	stop(): Promise<void>;
}

/** The environment of a web server beside a stack: no key in it but the publishable one, and the server token. */
export function appEnvironment(stack: StackHandle, url = stack.siteUrl): Record<string, string> {
	return {
		PATH: process.env.PATH ?? '',
		NODE_ENV: 'production',
		PUBLIC_SUPABASE_URL: stack.apiUrl,
		PUBLIC_SUPABASE_PUBLISHABLE_KEY: stack.publishableKey,
		SERVER_TOKEN: stack.serverToken,
		ORIGIN: url,
		PORT: new URL(url).port,
		PAYMENT_ORIGINS: stack.stripeUrl,
		// All tests come from one address.
		SIGN_IN_POSTS_PER_MINUTE: '10000'
	};
}

/** Starts the production server, as `npm start` does, without waiting for anything, with exactly this environment. */
export function launchApp(env: Record<string, string>): {
	child: ChildProcess;
	output: () => string;
} {
	let output = '';
	const child = spawn(process.execPath, ['src/server.ts'], {
		cwd: rootDir,
		env,
		stdio: ['ignore', 'pipe', 'pipe']
	});
	child.stdout?.on('data', (chunk) => (output += chunk));
	child.stderr?.on('data', (chunk) => (output += chunk));
	return { child, output: () => output };
}

/**
 * Starts the production server and waits until it answers: with good health, unless it is not
 * expected to have any.
 * @throws Error with what it printed when it ends instead
 */
export async function startApp(env: Record<string, string>, { healthy = true } = {}): Promise<App> {
	const { child, output } = launchApp(env);
	const url = env.ORIGIN ?? '';
	const deadline = Date.now() + 20_000;
	while (!(await answers(`${url}/healthz`, healthy))) {
		if (child.exitCode !== null || Date.now() > deadline) {
			await endChild(child);
			throw new Error(`The server did not start at ${url}.\n${output()}`);
		}
		await pause(50);
	}
	return { url, pid: child.pid ?? 0, output, stop: () => endChild(child) };
}

async function answers(url: string, well: boolean): Promise<boolean> {
	try {
		return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok || !well;
	} catch {
		return false;
	}
}
