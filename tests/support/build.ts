import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rootDir } from '../../supabase/local/settings.ts';
import { canaries } from './canaries.ts';

const sources = ['src', 'static', '.config', 'svelte.config.js', 'vite.config.ts', 'package-lock.json'];
const stamp = path.join(rootDir, '.data/test-build');

/**
 * Builds the app for production, unless the last build of the tests is still good. It is built
 * with canaries in the environment, so that what is tested everywhere is the build that had a
 * chance to leak them.
 * @throws Error with the output of the build when it fails
 */
export function ensureBuild(say: (line: string) => void = console.log): void {
	const wanted = `${newest(sources)} ${process.version}`;
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === `${wanted} ${newest(['build'])}`) return;
	say('Building the app.');
	const vite = path.join(rootDir, 'node_modules/vite/bin/vite.js');
	const built = spawnSync(process.execPath, [vite, 'build'], {
		cwd: rootDir,
		env: { ...process.env, ...canaries, NODE_ENV: 'production' },
		encoding: 'utf8'
	});
	if (built.status !== 0) throw new Error(`The build failed.\n${built.stdout}\n${built.stderr}`);
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
