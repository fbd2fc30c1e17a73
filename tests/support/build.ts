import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rootDir } from '../../supabase/local/settings.ts';
import { canaries } from './canaries.ts';

const sources = [
	'src',
	'static',
	'.config',
	'svelte.config.js',
	'vite.config.ts',
	'package-lock.json'
];
const stamp = path.join(rootDir, '.data/test-build');

/**
 * Builds the app for production, unless the last build of the tests is still good. It is built
 * with canaries in the environment, so that the build that is tested everywhere is one that had
 * a chance to leak them.
 * @throws Error with the output of the build when it fails
 */
export async function ensureBuild(say: (line: string) => void = console.log): Promise<void> {
	const wanted = `${newest(sources)} ${process.version}`;
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === `${wanted} ${newest(['build'])}`) return;
	say('Building the app.');
	const vite = spawn(
		process.execPath,
		[path.join(rootDir, 'node_modules/vite/bin/vite.js'), 'build'],
		{
			cwd: rootDir,
			env: { ...process.env, ...canaries, NODE_ENV: 'production' },
			stdio: ['ignore', 'pipe', 'pipe']
		}
	);
	let output = '';
	vite.stdout.on('data', (chunk) => (output += chunk));
	vite.stderr.on('data', (chunk) => (output += chunk));
	await once(vite, 'close');
	if (vite.exitCode !== 0) throw new Error(`The build failed.\n${output}`);
	mkdirSync(path.dirname(stamp), { recursive: true });
	writeFileSync(stamp, `${wanted} ${newest(['build'])}`);
}

/** When the newest of these files was changed, and how many there are. */
function newest(names: string[]): string {
	let last = 0;
	let count = 0;
	const visit = (file: string) => {
		const info = statSync(file, { throwIfNoEntry: false });
		if (info?.isDirectory()) for (const name of readdirSync(file)) visit(path.join(file, name));
		if (!info?.isFile()) return;
		count += 1;
		last = Math.max(last, info.mtimeMs);
	};
	for (const name of names) visit(path.join(rootDir, name));
	return `${last}:${count}`;
}
