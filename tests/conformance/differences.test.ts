import { expect, test } from 'vitest';
import { differences } from './differences.ts';

test('at most six differences from hosted Supabase are accepted, each with its reason', () => {
	expect(Object.keys(differences).length).toBeLessThanOrEqual(6);
	for (const reason of Object.values(differences)) expect(reason).toMatch(/\w{3,} \w+/);
});
