import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePorts } from '../../supabase/local/ports.ts';
import { isRunning, type ProcessMark } from '../../supabase/local/processes.ts';
import { rootDir } from '../../supabase/local/settings.ts';

/** The stack as a person starts it: `npm run stack` in a process of its own. */
export interface StackProcess {
	child: ChildProcess;
	env: Record<string, string>;
	apiUrl: string;
	databaseUrl: string;
	/** All it has said so far. */
	output(): string;
	/** Resolves with the exit code, or with the signal that ended it. */
	exited: Promise<number | NodeJS.Signals | null>;
}

/** Ports that are free and a folder; the variables a person would set. */
export async function stackEnvironment(dataDir: string, projectDir: string) {
	const ports = await freePorts(6);
	const [api, db, inbox, functions, stripe, app] = ports.map(String);
	return {
		STACK_API_PORT: api ?? '',
		STACK_DB_PORT: db ?? '',
		STACK_INBOX_PORT: inbox ?? '',
		STACK_FUNCTIONS_PORT: functions ?? '',
		STACK_STRIPE_PORT: stripe ?? '',
		APP_PORT: app ?? '',
		DATA_DIR: dataDir,
		STACK_PROJECT_DIR: projectDir
	};
}

/** Starts it without waiting for anything. */
export function spawnStack(
	env: Record<string, string>,
	account?: { uid: number; gid: number }
): StackProcess {
	const program = path.join(rootDir, 'supabase/local/stack.ts');
	return observe([process.execPath, program], env, account);
}

/** Starts it as `npm run stack` does: the child is npm. */
export function spawnStackWithNpm(env: Record<string, string>): StackProcess {
	return observe(['npm', 'run', 'stack'], env);
}

function observe(
	[program = '', ...args]: string[],
	env: Record<string, string>,
	account?: { uid: number; gid: number }
): StackProcess {
	const child = spawn(program, args, {
		cwd: rootDir,
		env: { ...process.env, ...env },
		...account,
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	child.stdout?.on('data', (chunk) => (output += chunk));
	child.stderr?.on('data', (chunk) => (output += chunk));
	return {
		child,
		env,
		apiUrl: `http://127.0.0.1:${env.STACK_API_PORT}`,
		databaseUrl: `postgres://postgres:postgres@127.0.0.1:${env.STACK_DB_PORT}/postgres`,
		output: () => output,
		exited: new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal)))
	};
}

/** Starts it and waits until it says that it is there. */
export async function startStackProcess(
	...how: Parameters<typeof spawnStack>
): Promise<StackProcess> {
	const stack = spawnStack(...how);
	await untilReady(stack);
	return stack;
}

/** Waits until the stack says that it is there. */
export async function untilReady(stack: StackProcess): Promise<void> {
	await until(() => {
		if (stack.child.exitCode !== null) throw new Error(`The stack ended: ${stack.output()}`);
		return stack.output().includes('Publishable key');
	});
}

/** The processes the stack has noted as its own. */
export function childrenOf({ env }: StackProcess): ProcessMark[] {
	const file = path.join(env.DATA_DIR ?? '', 'stack.json');
	const { children } = JSON.parse(readFileSync(file, 'utf8')) as { children: ProcessMark[] };
	return children.filter(isRunning);
}

/** Waits for a condition; the test's own limit ends the wait. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
	while (!(await condition())) await wait(20);
}
