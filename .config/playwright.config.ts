import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from '../tests/support/browser.ts';

const baseURL = process.env.TEST_SITE_URL;
if (!baseURL) {
	throw new Error(
		'These tests want a stack and a server: npm test -- --only e2e, or npm test -- tests/e2e/<file>.'
	);
}
const results = path.resolve(import.meta.dirname, '../.data/e2e');

export default defineConfig({
	testDir: '../tests/e2e',
	testMatch: '**/*.spec.ts',
	outputDir: path.join(results, 'traces'),
	workers: 2,
	fullyParallel: true,
	forbidOnly: Boolean(process.env.CI),
	// Generous: a busy machine takes several times as long as an idle one.
	timeout: 120_000,
	expect: { timeout: 10_000 },
	reporter: [['list'], ['json', { outputFile: path.join(results, 'results.json') }]],
	use: {
		baseURL,
		locale: 'en-GB',
		timezoneId: 'Europe/London',
		viewport: { width: 1280, height: 800 },
		actionTimeout: 10_000,
		navigationTimeout: 15_000,
		trace: 'retain-on-failure',
		launchOptions: { executablePath: findBrowser(), args: browserArguments }
	}
});
