/**
 * Puts one hole after the other into a test database and runs its tests: each must be noticed.
 * `node tests/support/mutations/run.ts [part of a name]`
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { handleFromEnvironment, handleOf, stackEnvironment } from '../stack-handle.ts';
import { startTemporaryStack } from '../stack-temporary.ts';
import { changeOf, fingerprint } from './apply.ts';
import { mutations, type Mutation } from './mutations.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(path.join(tmpdir(), 'pamphlet-mutations-'));

const wanted = process.argv[2] ?? '';
const chosen = mutations.filter(({ name }) => name.includes(wanted));
if (chosen.length === 0) throw new Error(`No mutation is called "${wanted}".`);

const given = handleFromEnvironment();
const own = given ? undefined : await startTemporaryStack({ template: true });
const handle = given ?? (own && handleOf(own));
if (!handle) throw new Error('There is no stack.');
const sql = postgres(handle.adminDatabaseUrl, { max: 1, onnotice: () => {} });

let caught = 0;
let passes = false;
try {
	for (const mutation of chosen) if (await isNoticed(mutation)) caught++;
	const last = await runTests([]);
	passes = last.failed.length === 0 && last.passed > 0;
	console.log(
		passes ? `\n${last.passed} tests pass again` : `\nfails after all: ${last.failed[0]}`
	);
} finally {
	await sql.end();
	await own?.stop();
	rmSync(folder, { recursive: true });
}
console.log(`${chosen.length} mutations, ${caught} caught`);
process.exitCode = passes && caught === chosen.length ? 0 : 1;

async function isNoticed(mutation: Mutation): Promise<boolean> {
	const before = await fingerprint(sql);
	const change = await changeOf(mutation, sql);
	await execute(change.apply);
	try {
		const expected = await runTests(filesOf(mutation));
		const result = expected.failed.length > 0 ? expected : await runTests([]);
		const [first] = result.failed;
		console.log(first ? `caught  ${mutation.name}\n        ${first}` : `MISSED  ${mutation.name}`);
		return first !== undefined;
	} finally {
		await execute(change.undo);
		if ((await fingerprint(sql)) !== before) throw new Error(`"${mutation.name}" was not undone`);
	}
}

/** As the owner of the schema, so that what is made anew belongs to the same. */
async function execute(statements: string): Promise<void> {
	await sql.unsafe(
		`begin; set local role postgres; ${statements}; notify pgrst, 'reload schema'; commit`
	);
}

function filesOf({ noticedBy }: Mutation): string[] {
	const files = readdirSync(path.join(root, 'tests/database')).filter((name) =>
		name.endsWith('.test.ts')
	);
	return noticedBy.flatMap((start) => {
		const found = files.filter((name) => name.startsWith(start));
		if (found.length === 0) throw new Error(`There is no test file "${start}"`);
		return found;
	});
}

/** Runs test files of tests/database, or all of them, until the first failure. */
async function runTests(files: string[]): Promise<{ passed: number; failed: string[] }> {
	const report = path.join(folder, 'report.json');
	const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
	const filters =
		files.length > 0 ? files.map((name) => `tests/database/${name}`) : ['tests/database/'];
	const options = [
		'--project',
		'stack',
		'--bail',
		'1',
		'--reporter',
		'json',
		'--outputFile',
		report
	];
	const env = { ...process.env, ...(handle && stackEnvironment(handle)) };
	const child = spawn(process.execPath, [vitest, 'run', ...options, ...filters], {
		cwd: root,
		env,
		stdio: ['ignore', 'ignore', 'inherit']
	});
	await new Promise((resolve) => child.once('exit', resolve));
	const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
	rmSync(report);
	const failed = testResults.flatMap(({ assertionResults, message, status }) => {
		const names = assertionResults
			.filter((test) => test.status === 'failed')
			.map((test) => test.fullName);
		return names.length === 0 && status === 'failed' ? [`a file as a whole: ${message}`] : names;
	});
	return { passed: numPassedTests, failed };
}

interface Report {
	numPassedTests: number;
	testResults: {
		status: string;
		message: string;
		assertionResults: { status: string; fullName: string }[];
	}[];
}
