import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];

const macApps = [
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium'
];

const isRoot = process.getuid?.() === 0;

/** What a browser under test is started with; root may not use the sandbox. */
export const browserArguments = [
	...(isRoot ? ['--no-sandbox'] : []),
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

/**
 * The path of a Chromium: what CHROMIUM_PATH names, an installed one, Playwright's own, or one
 * that is installed now (with apt where this is root, by Playwright otherwise).
 * @throws Error that says how to get one
 */
export function findBrowser(say: (line: string) => void = console.log): string {
	const named = process.env.CHROMIUM_PATH;
	if (named) {
		if (isProgram(named)) return named;
		throw new Error(`CHROMIUM_PATH=${named} is not a program.`);
	}
	return installed() ?? install(say) ?? missing();
}

function installed(): string | undefined {
	const inPath = (process.env.PATH ?? '')
		.split(path.delimiter)
		.flatMap((folder) => names.map((name) => path.join(folder, name)));
	return [...inPath, ...macApps, chromium.executablePath()].find(isProgram);
}

function install(say: (line: string) => void): string | undefined {
	try {
		if (isRoot && existsSync('/usr/bin/apt-get')) {
			say('No Chromium here: installing it with apt-get.');
			const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
			execFileSync('apt-get', ['update', '-qq'], { env, stdio: 'inherit' });
			execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
				env,
				stdio: 'inherit'
			});
		} else {
			say('No Chromium here: letting Playwright fetch its own.');
			const cli = path.resolve('node_modules/@playwright/test/cli.js');
			execFileSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'inherit' });
		}
	} catch {
		return undefined;
	}
	return installed();
}

function missing(): never {
	throw new Error(
		'No Chromium was found or could be installed. Install one, or set CHROMIUM_PATH to its program.'
	);
}

function isProgram(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
