import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readSelection } from './selection.ts';
import { lastLine, sum, tallyPlaywright, tallyVitest } from './tally.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'pamphlet-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

function report(content: unknown): string {
	const file = path.join(folder, 'report.json');
	writeFileSync(file, JSON.stringify(content));
	return file;
}

describe('what npm test is told to run', () => {
	it('is everything, without arguments', () => {
		expect(readSelection([])).toEqual({ unit: [], stack: [], e2e: [] });
	});

	it.each([
		[['--only', 'unit'], { unit: [] }],
		[['--only', 'database'], { stack: ['tests/database/'] }],
		[['--only', 'e2e'], { e2e: [] }],
		[['tests/e2e/staff.spec.ts:12'], { e2e: ['tests/e2e/staff.spec.ts:12'] }],
		[['src/lib/domain/slugs.test.ts'], { unit: ['src/lib/domain/slugs.test.ts'] }],
		[['tests/server/start.test.ts'], { stack: ['tests/server/start.test.ts'] }],
		[
			['supabase/local/stripe/tests/pages.test.ts'],
			{ unit: ['supabase/local/stripe/tests/pages.test.ts'] }
		],
		[
			['supabase/functions/_shared/mail.test.ts', '--only', 'server'],
			{ unit: ['supabase/functions/_shared/mail.test.ts'], stack: ['tests/server/'] }
		]
	])('%j', (args, selection) => {
		expect(readSelection(args)).toEqual(selection);
	});

	it.each([[['--only']], [['--only', 'everything']], [['README.md']], [['--watch']]])(
		'makes no sense as %j',
		(args) => {
			expect(() => readSelection(args)).toThrow('npm test');
		}
	);
});

describe('how a run is counted', () => {
	const vitest = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 };

	it('takes the figures of both programs', () => {
		const unit = tallyVitest(report({ ...vitest, testResults: [] }), 0);
		const stats = { expected: 2, unexpected: 1, flaky: 1, skipped: 0 };
		const e2e = tallyPlaywright(report({ stats, errors: [], suites: [] }), 1);
		expect(lastLine(sum([unit, e2e]))).toBe('5 passed, 2 failed, 1 skipped');
	});

	it('names nothing that was not', () => {
		expect(lastLine({ passed: 7, failed: 0, skipped: 0 })).toBe('7 passed, 0 failed');
	});

	it('counts a file that could not be loaded', () => {
		const testResults = [
			{ name: 'a.test.ts', status: 'failed', message: 'No such module', assertionResults: [] }
		];
		expect(tallyVitest(report({ ...vitest, testResults }), 1)).toMatchObject({
			failed: 1,
			failures: ['a.test.ts > could not be loaded\n    No such module']
		});
	});

	it('names each test that failed, with what it said', () => {
		const assertionResults = [
			{ status: 'passed', fullName: 'a day begins', failureMessages: [] },
			{
				status: 'failed',
				fullName: 'a day ends',
				failureMessages: ['\u001b[31mNo\u001b[0m\nnever']
			}
		];
		const testResults = [{ name: 'a.test.ts', status: 'failed', assertionResults }];
		const unit = tallyVitest(report({ ...vitest, numFailedTests: 1, testResults }), 1);
		const stats = { expected: 1, unexpected: 1, flaky: 0, skipped: 0 };
		const result = { error: { message: 'Timed out' } };
		const specs = [
			{ title: 'reads', ok: true, line: 1, tests: [{ results: [{}] }] },
			{ title: 'pays', ok: false, line: 7, tests: [{ results: [{}, result] }] }
		];
		const suites = [{ file: 'b.spec.ts', specs: [], suites: [{ file: 'b.spec.ts', specs }] }];
		const e2e = tallyPlaywright(report({ stats, errors: [], suites }), 1);
		expect(sum([unit, e2e]).failures).toEqual([
			'a.test.ts > a day ends\n    No\n    never',
			'tests/e2e/b.spec.ts:7 > pays\n    Timed out'
		]);
	});

	it('counts a program that died, whatever it wrote', () => {
		expect(tallyVitest(report({ ...vitest, testResults: [] }), 1).failed).toBe(1);
		const none = path.join(folder, 'none.json');
		expect(tallyVitest(none, 0)).toEqual({
			passed: 0,
			failed: 1,
			skipped: 0,
			failures: [`${none} was not written.`]
		});
	});
});
