import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bodies } from '../../limits.ts';
import { bodyLimitOf, routesWithOwnLimit } from './body-kinds.ts';

const files = globSync('src/{routes,lib/server}/**/*.ts').filter(
	(file) => !file.endsWith('.test.ts')
);
const sourceOf = (file: string) => readFileSync(file, 'utf8');

describe('bodies of requests', () => {
	it('are read in one place, which counts before it parses', () => {
		const readers = files.filter((file) =>
			/request\s*\.\s*(formData|json|text|arrayBuffer|blob|bytes|body)\b/.test(sourceOf(file))
		);
		expect(readers.sort()).toEqual([
			'src/lib/server/http/limit-body.ts',
			'src/lib/server/http/read-body.ts'
		]);
	});

	it.each(routesWithOwnLimit)('%s is a route that reads one', (route) => {
		const file = files.find((file) => file === `src/routes${route}/+server.ts`);
		expect(sourceOf(file ?? '')).toMatch(/readJson|readForm|readText/);
	});

	it('have the limit of a form where nothing else is said', () => {
		expect(bodyLimitOf('/(auth)/sign-in')).toBe(bodies.form);
		expect(bodyLimitOf(null)).toBe(bodies.form);
		expect(bodyLimitOf('constructor')).toBe(bodies.form);
		expect(bodyLimitOf('/desk/[publication]/media')).toBe(bodies.upload);
	});
});
