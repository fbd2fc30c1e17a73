import { makeWorld } from '../support/world.ts';
import { testAccess } from './access/generate.ts';
import { peopleTables } from './access/people.ts';

const world = await makeWorld();
for (const access of peopleTables) testAccess(access, world);
