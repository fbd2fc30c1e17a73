import path from 'node:path';

/** The parts of the suite, in the order in which they run: the quick and the telling ones first. */
export const parts = [
	'unit',
	'e2e',
	'server',
	'reading',
	'desk',
	'database',
	'conformance',
	'functions',
	'import',
	'hostile'
] as const;
export type Part = (typeof parts)[number];

/** What a run is about. */
export interface Selection {
	/** Runs of vitest, each a project and the paths it is held to; none means all of it. */
	unit?: string[];
	stack?: string[];
	e2e?: string[];
}

export const usage = `npm test                          everything
npm test -- --only database       one part: ${parts.join(', ')}
npm test -- tests/e2e/reading.spec.ts   one file, of any part`;

/**
 * Reads the arguments of `npm test`.
 * @throws Error with the usage when one makes no sense
 */
export function readSelection(args: string[]): Selection {
	if (args.length === 0) return { unit: [], stack: [], e2e: [] };
	const selection: Selection = {};
	const add = (key: keyof Selection, place?: string) => {
		selection[key] = [...(selection[key] ?? []), ...(place ? [place] : [])];
	};
	const rest = [...args];
	for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
		if (arg === '--only') {
			const part = parts.find((known) => known === rest[0]);
			if (!part) throw new Error(`--only wants a part of the suite.\n\n${usage}`);
			rest.shift();
			if (part === 'unit' || part === 'e2e') add(part);
			else add('stack', `tests/${part}/`);
		} else if (/\.spec\.ts(:\d+)?$/.test(arg)) {
			add('e2e', arg);
		} else if (/\.test\.ts$/.test(arg)) {
			const inRepository = path.relative(process.cwd(), path.resolve(arg));
			add(/^tests\/(?!support\/)/.test(inRepository) ? 'stack' : 'unit', arg);
		} else {
			throw new Error(`${arg} is no file of tests.\n\n${usage}`);
		}
	}
	return selection;
}
