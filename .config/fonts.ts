import { createHash } from 'node:crypto';
import { access, copyFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import subsetFont from 'subset-font';
import type { Plugin } from 'vite';

const modules = join(import.meta.dirname, '../node_modules');

/** A face of one npm package; `cut` limits its axes to what the pages use. */
interface Face {
	family: string;
	package: string;
	/** The files are called `<name>-<subset>-<axis>-<style>.woff2`. */
	name: string;
	axis: string;
	weight: string;
	cut?: { wght: { min: number; max: number }; opsz: { min: number; max: number } };
}

const faces: Face[] = [
	{
		family: 'Literata',
		package: '@fontsource-variable/literata',
		name: 'literata',
		axis: 'opsz',
		weight: '400 700',
		cut: { wght: { min: 400, max: 700 }, opsz: { min: 10, max: 72 } }
	},
	{
		family: 'Public Sans',
		package: '@fontsource-variable/public-sans',
		name: 'public-sans',
		axis: 'wght',
		weight: '100 900'
	},
	{
		family: 'IBM Plex Mono',
		package: '@fontsource/ibm-plex-mono',
		name: 'ibm-plex-mono',
		axis: '400',
		weight: '400'
	}
];

/**
 * System faces stretched to the size of ours, so that nothing moves when ours arrive. Widths were
 * measured in Chromium over a paragraph of English at reading size; ascent and descent are the
 * faces' own (Literata 1.177/0.308, Public Sans 0.95/0.225), divided by the same factor.
 */
const fallbacks = `
@font-face { font-family: 'Literata Fallback'; src: local('Georgia'); size-adjust: 105%; ascent-override: 112.1%; descent-override: 29.3%; line-gap-override: 0%; }
@font-face { font-family: 'Literata Fallback'; font-style: italic; src: local('Georgia Italic'), local('Georgia-Italic'); size-adjust: 97%; ascent-override: 121.3%; descent-override: 31.8%; line-gap-override: 0%; }
@font-face { font-family: 'Public Sans Fallback'; src: local('Arial'), local('Liberation Sans'); size-adjust: 103%; ascent-override: 92.2%; descent-override: 21.8%; line-gap-override: 0%; }
`;

/**
 * Serves `$fonts/faces.css` and `$fonts/<name>-<subset>-<style>.woff2`: the faces of the npm
 * packages, with Literata cut to the weights and sizes in use (a third less to send). Nothing is
 * made before it is asked for; the result is kept in `node_modules/.cache` until a package or this
 * file changes.
 */
export function fonts(): Plugin {
	let folder: Promise<string> | undefined;
	return {
		name: 'pamphlet-fonts',
		enforce: 'pre',
		async resolveId(id) {
			if (!id.startsWith('$fonts/')) return;
			folder ??= prepare();
			return join(await folder, id.slice('$fonts/'.length));
		}
	};
}

async function prepare(): Promise<string> {
	const hash = createHash('sha256').update(await readFile(import.meta.filename));
	for (const face of faces) hash.update(await readFile(packageFile(face, 'package.json')));
	const folder = join(modules, '.cache/pamphlet-fonts', hash.digest('hex').slice(0, 12));
	const css = join(folder, 'faces.css');
	if (await exists(css)) return folder;

	await mkdir(folder, { recursive: true });
	const rules = [];
	for (const face of faces) {
		const ranges: Record<string, string> = JSON.parse(
			await readFile(packageFile(face, 'unicode.json'), 'utf8')
		);
		for (const [subset, range] of Object.entries(ranges)) {
			for (const style of ['normal', 'italic']) {
				const file = `${face.name}-${subset}-${style}.woff2`;
				await write(face, subset, style, join(folder, file));
				rules.push(
					`@font-face { font-family: '${face.family}'; font-style: ${style}; font-weight: ${face.weight}; font-display: swap; src: url('./${file}') format('woff2'); unicode-range: ${range}; }`
				);
			}
		}
	}
	// Written last and at once: a folder with this file is complete.
	await replace(css, rules.join('\n') + fallbacks);
	return folder;
}

async function write(face: Face, subset: string, style: string, target: string): Promise<void> {
	const source = packageFile(face, `files/${face.name}-${subset}-${face.axis}-${style}.woff2`);
	if (!face.cut) return copyFile(source, target);
	const cut = await subsetFont(await readFile(source), undefined, {
		keepAllGlyphs: true,
		noHinting: true,
		targetFormat: 'woff2',
		variationAxes: face.cut
	});
	await replace(target, cut);
}

async function replace(target: string, content: Uint8Array | string): Promise<void> {
	const draft = `${target}.${process.pid}`;
	await writeFile(draft, content);
	await rename(draft, target);
}

function packageFile(face: Face, path: string): string {
	return join(modules, face.package, path);
}

async function exists(path: string): Promise<boolean> {
	return access(path).then(
		() => true,
		() => false
	);
}
