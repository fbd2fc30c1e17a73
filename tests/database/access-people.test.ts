import { makeWorld } from '../support/world.ts';
import { testAccess } from './access/generate.ts';
import { accessOfPeople } from './access/index.ts';

const world = await makeWorld();
for (const access of accessOfPeople) testAccess(access, world);
