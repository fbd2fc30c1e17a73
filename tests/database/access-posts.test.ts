import { makeWorld } from '../support/world.ts';
import { testAccess } from './access/generate.ts';
import { accessOfPosts } from './access/index.ts';

const world = await makeWorld();
for (const access of accessOfPosts) testAccess(access, world);
