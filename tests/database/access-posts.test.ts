import { makeWorld } from '../support/world.ts';
import { testAccess } from './access/generate.ts';
import { postTables } from './access/posts.ts';

const world = await makeWorld();
for (const access of postTables) testAccess(access, world);
