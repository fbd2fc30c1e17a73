import { describe, expect, test } from 'vitest';
import { actions, permissions, roles, writers, type Action } from '../support/matrix.ts';
import { makeWorld } from '../support/world.ts';
import type { Attempt } from './permissions/attempts.ts';
import { peopleAttempts } from './permissions/people.ts';
import { moneyAttempts } from './permissions/money.ts';
import { postAttempts } from './permissions/posts.ts';

const world = await makeWorld();
const attempts: Record<Action, Attempt> = { ...postAttempts, ...peopleAttempts, ...moneyAttempts };

describe.each(actions)('%s', (action) => {
	const cases = writers.map((viewer) => {
		const role = roles.find((name) => name === (viewer === 'colleague' ? 'author' : viewer));
		const may = role !== undefined && permissions[action][role] === 'yes';
		return { viewer, may, verb: may ? 'may' : 'may not' };
	});
	test.each(cases)('$viewer $verb', async ({ viewer, may }) => {
		expect(await attempts[action](world, world.actors[viewer])).toBe(may);
	});
});
