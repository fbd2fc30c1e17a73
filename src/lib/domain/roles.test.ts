import { describe, expect, it } from 'vitest';
import { atLeast, roles, rolesUnder } from './roles.ts';

describe('atLeast', () => {
	it('ranks author, editor, admin, owner', () => {
		const table = roles.map((role) => roles.map((min) => atLeast(role, min)));
		expect(table).toEqual([
			[true, false, false, false],
			[true, true, false, false],
			[true, true, true, false],
			[true, true, true, true]
		]);
	});
});

describe('rolesUnder', () => {
	it.each([
		['author', []],
		['editor', []],
		['admin', ['author', 'editor', 'admin']],
		['owner', ['author', 'editor', 'admin', 'owner']]
	] as const)('%s may give %j', (role, given) => {
		expect(rolesUnder(role)).toEqual(given);
	});
});
