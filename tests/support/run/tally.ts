import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** How a program of tests ended. */
export interface Tally {
	passed: number;
	failed: number;
	skipped: number;
	/** What failed, each with the beginning of what it said. */
	failures: string[];
}

interface VitestReport {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
	testResults: {
		name: string;
		status: string;
		message?: string;
		assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
	}[];
}

interface PlaywrightSuite {
	file: string;
	specs: {
		title: string;
		ok: boolean;
		line: number;
		tests: { results: { error?: { message?: string } }[] }[];
	}[];
	suites?: PlaywrightSuite[];
}

interface PlaywrightReport {
	stats: { expected: number; unexpected: number; flaky: number; skipped: number };
	errors: { message?: string }[];
	suites: PlaywrightSuite[];
}

/** Counts a run of vitest; a file that failed before its first test counts as one failure. */
export function tallyVitest(file: string, exitCode: number): Tally {
	const report = read<VitestReport>(file);
	if (!report) return aborted(file);
	const unloaded = report.testResults.filter(
		({ status, assertionResults }) =>
			status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
	);
	const failed = report.testResults.flatMap(({ name, assertionResults }) =>
		assertionResults
			.filter(({ status }) => status === 'failed')
			.map((test) => failure(name, test.fullName, test.failureMessages[0]))
	);
	return settle(file, exitCode, {
		passed: report.numPassedTests,
		failed: report.numFailedTests + unloaded.length,
		skipped: report.numPendingTests + report.numTodoTests,
		failures: [
			...failed,
			...unloaded.map(({ name, message }) => failure(name, 'could not be loaded', message))
		]
	});
}

/** Counts a run of Playwright. */
export function tallyPlaywright(file: string, exitCode: number): Tally {
	const report = read<PlaywrightReport>(file);
	if (!report) return aborted(file);
	const { expected, unexpected, flaky, skipped } = report.stats;
	return settle(file, exitCode, {
		passed: expected,
		failed: unexpected + flaky + report.errors.length,
		skipped,
		failures: [
			...report.suites.flatMap(failuresOf),
			...report.errors.map(({ message }) => failure('Playwright', 'an error', message))
		]
	});
}

function failuresOf({ file, specs, suites = [] }: PlaywrightSuite): string[] {
	const own = specs
		.filter(({ ok }) => !ok)
		.map(({ title, line, tests }) => {
			const results = tests.flatMap((test) => test.results);
			const message = results.find(({ error }) => error)?.error?.message;
			return failure(`tests/e2e/${file}:${line}`, title, message);
		});
	return [...own, ...suites.flatMap(failuresOf)];
}

/** One failure for people: where, which, and at most twelve lines of what it said. */
function failure(place: string, name: string, message = 'It said nothing.'): string {
	const said = stripVTControlCharacters(message).trim().split('\n').slice(0, 12);
	return [`${path.relative(process.cwd(), path.resolve(place))} > ${name}`, ...said].join('\n    ');
}

export function sum(tallies: Tally[]): Tally {
	return tallies.reduce(
		(all, one) => ({
			passed: all.passed + one.passed,
			failed: all.failed + one.failed,
			skipped: all.skipped + one.skipped,
			failures: [...all.failures, ...one.failures]
		}),
		{ passed: 0, failed: 0, skipped: 0, failures: [] }
	);
}

/** The last line of every run; other programs read it. */
export function lastLine({ passed, failed, skipped }: Omit<Tally, 'failures'>): string {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function aborted(file: string): Tally {
	return { passed: 0, failed: 1, skipped: 0, failures: [`${file} was not written.`] };
}

/** A program that says it failed has failed, whatever its report counted. */
function settle(file: string, exitCode: number, tally: Tally): Tally {
	if (exitCode === 0 || tally.failed > 0) return tally;
	const failures = [`The program that wrote ${file} ended with ${exitCode}, and names no test.`];
	return { ...tally, failed: 1, failures };
}

function read<T>(file: string): T | undefined {
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}
