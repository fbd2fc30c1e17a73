import { aroundPostTables } from './around-posts.ts';
import { importTables } from './imports.ts';
import { mediaTables } from './media.ts';
import { memberTables } from './members.ts';
import { paymentTables } from './payments.ts';
import { postTables } from './posts.ts';
import { publicationTables } from './publications.ts';
import { staffTables } from './staff.ts';
import type { TableAccess } from './types.ts';

/** Every table of the API, in two halves whose tests take about as long as each other. */
export const accessOfPeople: TableAccess[] = [
	...publicationTables,
	...staffTables,
	...memberTables,
	...paymentTables,
	...importTables
];
export const accessOfPosts: TableAccess[] = [...postTables, ...aroundPostTables, ...mediaTables];
