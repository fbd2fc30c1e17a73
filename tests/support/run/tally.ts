import { existsSync, readFileSync } from 'node:fs';

/** How a program of tests ended. */
export interface Tally {
	passed: number;
	failed: number;
	skipped: number;
}

interface VitestReport {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
	testResults: { status: string; assertionResults: { status: string }[] }[];
}

interface PlaywrightReport {
	stats: { expected: number; unexpected: number; flaky: number; skipped: number };
	errors: unknown[];
}

/** Counts a run of vitest; a file that failed before its first test counts as one failure. */
export function tallyVitest(file: string, exitCode: number): Tally {
	const report = read<VitestReport>(file);
	if (!report) return aborted;
	const unloaded = report.testResults.filter(
		({ status, assertionResults }) =>
			status === 'failed' && !assertionResults.some((test) => test.status === 'failed')
	).length;
	return settle(exitCode, {
		passed: report.numPassedTests,
		failed: report.numFailedTests + unloaded,
		skipped: report.numPendingTests + report.numTodoTests
	});
}

/** Counts a run of Playwright. */
export function tallyPlaywright(file: string, exitCode: number): Tally {
	const report = read<PlaywrightReport>(file);
	if (!report) return aborted;
	const { expected, unexpected, flaky, skipped } = report.stats;
	return settle(exitCode, {
		passed: expected,
		failed: unexpected + flaky + report.errors.length,
		skipped
	});
}

export function sum(tallies: Tally[]): Tally {
	return tallies.reduce(
		(all, one) => ({
			passed: all.passed + one.passed,
			failed: all.failed + one.failed,
			skipped: all.skipped + one.skipped
		}),
		{ passed: 0, failed: 0, skipped: 0 }
	);
}

/** The last line of every run; other programs read it. */
export function lastLine({ passed, failed, skipped }: Tally): string {
	return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

const aborted: Tally = { passed: 0, failed: 1, skipped: 0 };

/** A program that says it failed has failed, whatever its report counted. */
function settle(exitCode: number, tally: Tally): Tally {
	return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

function read<T>(file: string): T | undefined {
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : undefined;
}
