import {
	appendFileSync,
	chmodSync,
	chownSync,
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	writeFileSync
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { createClient } from '@supabase/supabase-js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryDataDir } from '../../supabase/local/postgres/places.ts';
import { commandLine, isRunning } from '../../supabase/local/processes.ts';
import { localKeys } from '../../supabase/local/settings.ts';
import {
	childrenOf,
	spawnStack,
	spawnStackWithNpm,
	stackEnvironment,
	startStackProcess,
	until,
	untilReady,
	type StackProcess
} from './stack-process.ts';

const fixture = path.join(import.meta.dirname, '../fixtures/conformance');

let folder: ReturnType<typeof temporaryDataDir>;
let env: Record<string, string>;
const started: StackProcess[] = [];

beforeEach(async () => {
	folder = temporaryDataDir();
	env = await stackEnvironment(folder.dataDir, fixture);
});

afterEach(async () => {
	for (const stack of started.splice(0)) {
		stack.child.kill('SIGTERM');
		await stack.exited;
	}
	folder.remove();
});

async function start(
	variables = env,
	account?: { uid: number; gid: number }
): Promise<StackProcess> {
	const stack = await startStackProcess(variables, account);
	started.push(stack);
	return stack;
}

/** Starts what is not going to start; what it says is one line for people. */
async function failToStart(variables: Record<string, string>) {
	const stack = spawnStack(variables);
	const code = await stack.exited;
	return { code, lines: stack.output().trim().split('\n') };
}

const admin = (stack: StackProcess) =>
	createClient(stack.apiUrl, localKeys.secret, { auth: { persistSession: false } });

/** Writes rows one after the other until the stack goes away; returns those it has acknowledged. */
async function writeUntilItBreaks(stack: StackProcess, wrote: (count: number) => void) {
	const acknowledged: string[] = [];
	const orgs = admin(stack).from('orgs');
	for (let n = 0; ; n++) {
		const name = `row ${n}`;
		const { error } = await orgs.insert({ name });
		if (error) return acknowledged;
		acknowledged.push(name);
		wrote(acknowledged.length);
	}
}

async function storedNames(stack: StackProcess): Promise<string[]> {
	const { data, error } = await admin(stack).from('orgs').select('name').order('id').limit(1000);
	if (error) throw error;
	return data.map(({ name }) => name);
}

function processNamed(stack: StackProcess, name: string): number {
	const found = childrenOf(stack).find(({ pid }) => commandLine(pid).includes(name));
	if (!found) throw new Error(`The stack has no ${name}.`);
	return found.pid;
}

describe('what cannot start says why, in one line', () => {
	test.for([
		['STACK_API_PORT', 'the API and Studio'],
		['STACK_DB_PORT', 'Postgres'],
		['STACK_INBOX_PORT', 'the inbox'],
		['STACK_FUNCTIONS_PORT', 'the Edge Functions'],
		['STACK_STRIPE_PORT', 'the local Stripe']
	] as const)('a port taken: %s', async ([variable, what]) => {
		const other = createServer();
		const port = Number(env[variable]);
		await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
		const { code, lines } = await failToStart(env);
		other.close();
		expect(lines).toEqual([`Already taken: port ${port} (${what}, set ${variable}).`]);
		expect(code).toBe(1);
	});

	test('a port that is none', async () => {
		const { code, lines } = await failToStart({ ...env, STACK_DB_PORT: 'five' });
		expect(lines).toEqual(['STACK_DB_PORT=five is not a port from 1 to 65535.']);
		expect(code).toBe(1);
	});

	test('a data folder in use', async () => {
		const stack = await start();
		const others = await stackEnvironment(folder.dataDir, fixture);
		const { code, lines } = await failToStart(others);
		expect(lines).toHaveLength(1);
		expect(lines[0]).toContain(`${folder.dataDir} already runs (process ${stack.child.pid})`);
		expect(code).toBe(1);
	});

	test('a migration that fails, with its file, its line and what is wrong', async () => {
		const project = path.join(folder.dataDir, 'project');
		cpSync(fixture, project, { recursive: true });
		const bad = path.join(project, 'supabase/migrations/20260101000009_bad.sql');
		writeFileSync(bad, 'create table public.fine (id int);\n\nselect 1\nfrom public.nothing;\n');
		const { code, lines } = await failToStart({ ...env, STACK_PROJECT_DIR: project });
		expect(lines).toEqual([
			'supabase/migrations/20260101000009_bad.sql:4: relation "public.nothing" does not exist (SQLSTATE 42P01)'
		]);
		expect(code).toBe(1);
	});
});

describe('life and death', () => {
	test('two copies run side by side', async () => {
		const first = await start();
		const elsewhere = temporaryDataDir();
		const second = await start(await stackEnvironment(elsewhere.dataDir, fixture));
		await admin(first).from('orgs').insert({ name: 'first' });
		await admin(second).from('orgs').insert({ name: 'second' });
		expect(await storedNames(first)).toEqual(['first']);
		expect(await storedNames(second)).toEqual(['second']);
		second.child.kill('SIGTERM');
		await second.exited;
		elsewhere.remove();
	});

	test.for(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s leaves no process', async (signal) => {
		const stack = await startStackProcess(env);
		const children = childrenOf(stack);
		expect(children).toHaveLength(2);
		stack.child.kill(signal);
		expect(await stack.exited).toBe(0);
		expect(children.filter(isRunning)).toEqual([]);
	});

	test.for(['SIGTERM', 'SIGKILL'] as const)('npm ended by %s leaves no process', async (signal) => {
		const stack = spawnStackWithNpm(env);
		await untilReady(stack);
		const children = childrenOf(stack);
		stack.child.kill(signal);
		await until(() => children.filter(isRunning).length === 0);
		expect(children).toHaveLength(2);
		await until(() => !existsSync(path.join(folder.dataDir, 'stack.json')));
	});

	test('what is written stays from one start to the next', async () => {
		const first = await startStackProcess(env);
		await admin(first).from('orgs').insert({ name: 'kept' });
		const docs = admin(first).storage.from('docs');
		await docs.upload('kept.txt', new Blob(['kept']));
		first.child.kill('SIGINT');
		await first.exited;
		const second = await start();
		expect(await storedNames(second)).toEqual(['kept']);
		const { data } = await admin(second).storage.from('docs').download('kept.txt');
		expect(await data?.text()).toBe('kept');
	});

	test('Postgres killed while writing comes back with every acknowledged row', async () => {
		const stack = await start();
		const acknowledged = await writeUntilItBreaks(stack, (count) => {
			if (count === 50) process.kill(processNamed(stack, 'postgres'), 'SIGKILL');
		});
		await until(async () => (await admin(stack).from('orgs').select('id').limit(1)).error === null);
		expect(acknowledged.length).toBeGreaterThanOrEqual(50);
		expect(await storedNames(stack)).toEqual(expect.arrayContaining(acknowledged));
		expect(stack.output()).toContain('Postgres stopped (SIGKILL) and starts again.');
	});

	test('the stack killed while writing leaves every acknowledged row to the next start', async () => {
		const stack = await startStackProcess(env);
		const children = childrenOf(stack);
		const acknowledged = await writeUntilItBreaks(stack, (count) => {
			if (count === 50) stack.child.kill('SIGKILL');
		});
		expect(await stack.exited).toBe('SIGKILL');
		const next = await start();
		expect(children.filter(isRunning)).toEqual([]);
		expect(await storedNames(next)).toEqual(expect.arrayContaining(acknowledged));
	});

	test('the functions killed come back', async () => {
		const stack = await start();
		const call = async () => (await fetch(`${stack.apiUrl}/functions/v1/open`)).status;
		expect(await call()).toBe(200);
		process.kill(processNamed(stack, 'deno'), 'SIGKILL');
		await until(async () => (await call()) === 503 || stack.output().includes('start again'));
		await until(async () => (await call()) === 200);
		expect(stack.output()).toContain('The Edge Functions stopped (SIGKILL) and start again.');
	});

	test('a changed function answers anew', async () => {
		const project = path.join(folder.dataDir, 'project');
		cpSync(fixture, project, { recursive: true });
		const stack = await start({ ...env, STACK_PROJECT_DIR: project });
		const call = async () => (await fetch(`${stack.apiUrl}/functions/v1/open`)).text();
		expect(await call()).toContain('environment');
		const file = path.join(project, 'supabase/functions/open/index.ts');
		writeFileSync(file, "Deno.serve(() => new Response('changed'));\n");
		await until(async () => (await call()) === 'changed');
		expect(await call()).toBe('changed');
	});

	test('a pid file whose number now belongs to another program is no obstacle', async () => {
		const first = await startStackProcess(env);
		first.child.kill('SIGKILL');
		await first.exited;
		const file = path.join(folder.dataDir, 'postgres/postmaster.pid');
		const [, ...rest] = readFileSync(file, 'utf8').split('\n');
		for (const { pid } of childrenOf(first)) process.kill(pid, 'SIGKILL');
		await until(() => childrenOf(first).length === 0);
		writeFileSync(file, [process.pid, ...rest].join('\n'));
		const second = await start();
		expect(await storedNames(second)).toEqual([]);
	});

	test('a half-written note of who holds the folder counts as none', async () => {
		mkdirSync(folder.dataDir, { recursive: true });
		appendFileSync(path.join(folder.dataDir, 'stack.json'), '{"supervisor": {"pi');
		const stack = await start();
		expect(await storedNames(stack)).toEqual([]);
	});
});

describe.skipIf(process.getuid?.() !== 0)('accounts of the operating system', () => {
	test('as root, Postgres runs as somebody else', async () => {
		const stack = await start();
		const status = readFileSync(`/proc/${processNamed(stack, 'postgres')}/status`, 'utf8');
		expect(Number(/^Uid:\s+(\d+)/m.exec(status)?.[1])).toBeGreaterThan(0);
	});

	test('a folder that Postgres’s account may not enter is no obstacle, and is mentioned', async () => {
		chmodSync(folder.dataDir, 0o700);
		const stack = await start();
		const elsewhere = /its data is in (\S+)\./.exec(stack.output())?.[1] ?? '';
		expect(existsSync(path.join(elsewhere, 'postgres/PG_VERSION'))).toBe(true);
		expect(await storedNames(stack)).toEqual([]);
	});

	test('not as root, everything runs as oneself', async () => {
		const nobody = { uid: 65534, gid: 65534 };
		chownSync(folder.dataDir, nobody.uid, nobody.gid);
		const stack = await start({ ...env, HOME: folder.dataDir }, nobody);
		const status = readFileSync(`/proc/${processNamed(stack, 'postgres')}/status`, 'utf8');
		expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).toBe('65534');
		await admin(stack).from('orgs').insert({ name: 'mine' });
		expect(await storedNames(stack)).toEqual(['mine']);
	});
});
