import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { rootDir } from '../supabase/local/settings.ts';
import { demo } from './e2e/support/demo.ts';
import { signIn } from './e2e/support/people.ts';
import { SignInPage } from './e2e/pages/sign-in.ts';
import { browserArguments, findBrowser } from './support/browser.ts';
import { startInstallation } from './support/installation.ts';
import { schemes, sights, widths } from './support/pages.ts';

/**
 * `npm run shots`: every page in every size and scheme as `.data/shots/<page>-<width>-<scheme>.png`;
 * with `--readme` the picture of the README too.
 */

const folder = path.join(rootDir, '.data/shots');
const readmePicture = path.join(rootDir, 'docs/images/home.png');

async function shoot(page: Page, name: string): Promise<void> {
	for (const colorScheme of schemes) {
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		for (const width of widths) {
			await page.setViewportSize({ width, height: 844 });
			await page.evaluate(() => document.fonts.ready);
			const file = path.join(folder, `${name}-${width}-${colorScheme}.png`);
			await page.screenshot({ path: file, fullPage: true, animations: 'disabled' });
		}
	}
	console.log(name);
}

async function shootAll(browser: Browser, baseURL: string): Promise<void> {
	const options = { baseURL, locale: 'en-GB', timezoneId: 'Europe/London' };
	const anon = await browser.newContext(options);
	const owner = await browser.newContext(options);
	await signIn(owner, baseURL, { email: demo.owner, password: demo.password });
	for (const { name, path: address, as, ready } of sights) {
		const page = await (as === 'owner' ? owner : anon).newPage();
		await page.goto(address, { waitUntil: 'load' });
		if (ready) await page.getByRole('textbox', { name: ready, exact: true }).waitFor();
		await shoot(page, name);
		await page.close();
	}
	const code = new SignInPage(await anon.newPage());
	await code.open();
	await code.askFor('ruth@amberley.example');
	await shoot(code.page, 'sign-in-code');
	if (process.argv.includes('--readme')) await shootReadme(anon.newPage());
}

async function shootReadme(opening: Promise<Page>): Promise<void> {
	const page = await opening;
	await page.emulateMedia({ colorScheme: 'light' });
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.goto(demo.home, { waitUntil: 'load' });
	await page.evaluate(() => document.fonts.ready);
	mkdirSync(path.dirname(readmePicture), { recursive: true });
	await page.screenshot({ path: readmePicture });
	console.log(path.relative(rootDir, readmePicture));
}

mkdirSync(folder, { recursive: true });
const installation = await startInstallation();
try {
	const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments });
	await shootAll(browser, installation.app.url);
	await browser.close();
} finally {
	await installation.stop();
}
process.exit();
