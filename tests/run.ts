import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePorts } from '../supabase/local/ports.ts';
import { endChild } from '../supabase/local/processes.ts';
import { rootDir } from '../supabase/local/settings.ts';
import { appEnvironment, startApp } from './support/app.ts';
import { findBrowser } from './support/browser.ts';
import { ensureBuild } from './support/build.ts';
import { canaries } from './support/canaries.ts';
import { readSelection, type Selection } from './support/run/selection.ts';
import { lastLine, sum, tallyPlaywright, tallyVitest, type Tally } from './support/run/tally.ts';
import { handleOf, stackEnvironment, type StackHandle } from './support/stack-handle.ts';
import { startSharedStack } from './support/stack-temporary.ts';

/** `npm test`: one stack, one build, all tests, and a last line that counts them. */

const results = path.join(rootDir, '.data/tests');
const playwrightResults = path.join(rootDir, '.data/e2e/results.json');
const cleanups: (() => Promise<void> | void)[] = [];
let current: ChildProcess | undefined;
let cleaning: Promise<void> | undefined;

async function run(selection: Selection): Promise<Tally[]> {
	const tallies: Tally[] = [];
	if (selection.unit) tallies.push(await vitest('unit', selection.unit));
	if (!selection.stack && !selection.e2e) return tallies;

	const [port] = await freePorts(1);
	console.log('Starting the stack.');
	const stack = await startSharedStack({
		siteUrl: `http://127.0.0.1:${port}`,
		say: () => {}
	});
	cleanups.push(() => stack.stop());
	const handle = handleOf(stack);
	const wholeStack = selection.stack?.length === 0;
	if (
		selection.e2e ||
		wholeStack ||
		selection.stack?.some((path) => /tests\/(server|hostile)\//.test(path))
	) {
		await ensureBuild();
	}
	if (selection.e2e) tallies.push(await playwright(handle, selection.e2e));
	if (selection.stack)
		tallies.push(await vitest('stack', selection.stack, stackEnvironment(handle)));
	return tallies;
}

async function vitest(project: string, paths: string[], env = {}): Promise<Tally> {
	const report = path.join(results, `${project}.json`);
	rmSync(report, { force: true });
	const code = await program(
		[
			'node_modules/vitest/vitest.mjs',
			'run',
			...['--project', project],
			...['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${report}`],
			...paths
		],
		env
	);
	return tallyVitest(report, code);
}

async function playwright(handle: StackHandle, paths: string[]): Promise<Tally> {
	const env = { ...stackEnvironment(handle), CHROMIUM_PATH: findBrowser() };
	rmSync(playwrightResults, { force: true });
	const app = await startApp({
		...appEnvironment(handle),
		...canaries,
		// The browser of each test comes from a network of its own: see `extraHTTPHeaders` in e2e/support/test.ts.
		ADDRESS_HEADER: 'x-forwarded-for'
	});
	try {
		const code = await program(
			[
				'node_modules/@playwright/test/cli.js',
				'test',
				'--config',
				'.config/playwright.config.ts',
				...paths
			],
			env
		);
		return tallyPlaywright(playwrightResults, code);
	} finally {
		await app.stop();
		writeFileSync(path.join(results, 'server.log'), app.output());
	}
}

/** Runs a program on this Node and gives its exit code. */
async function program(args: string[], env: Record<string, string>): Promise<number> {
	current = spawn(process.execPath, args, {
		cwd: rootDir,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'inherit', 'inherit']
	});
	await once(current, 'exit');
	return current.exitCode ?? 1;
}

async function cleanUp(): Promise<void> {
	if (current) await endChild(current);
	for (let step = cleanups.pop(); step; step = cleanups.pop()) await step();
}

/** Once: whoever comes second, by a signal or at the end, waits for the first. */
function cleanUpOnce(): Promise<void> {
	return (cleaning ??= cleanUp());
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => void cleanUpOnce().finally(() => process.exit(130)));
}

mkdirSync(results, { recursive: true });
let tally: Tally;
try {
	tally = sum(await run(readSelection(process.argv.slice(2))));
} catch (error) {
	const said = error instanceof Error ? error.message : String(error);
	tally = { passed: 0, failed: 1, skipped: 0, failures: [said] };
} finally {
	await cleanUpOnce();
}
const tested = tally.passed + tally.failed > 0;
if (!tested) console.error('Nothing was tested.');
if (tally.failed > 0) console.log(`\nWhat failed:\n\n${tally.failures.join('\n\n')}`);
console.log(`\n${lastLine(tally)}`);
process.exit(tested && tally.failed === 0 ? 0 : 1);
