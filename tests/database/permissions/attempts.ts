import type { Actor } from '../../support/actors.ts';
import { sql } from '../../support/clients.ts';
import type { World } from '../../support/world.ts';

/** Tries an action through the API and says whether the database shows that it happened. */
export type Attempt = (world: World, actor: Actor) => Promise<boolean>;

/** Whether a query as the owner of the database finds its one row. */
export async function found(query: PromiseLike<readonly unknown[]>): Promise<boolean> {
	return (await query).length === 1;
}

/** Whether a row is there with this value, as the owner of the database sees it. */
export function has(
	table: string,
	id: string,
	column: string,
	value: string | boolean | number
): Promise<boolean> {
	return found(sql`select from ${sql(table)} where id = ${id} and ${sql(column)} = ${value}`);
}

/** Whether a row is gone. */
export async function gone(table: string, id: string): Promise<boolean> {
	return !(await found(sql`select from ${sql(table)} where id = ${id}`));
}

/** Who has begun the posts and files that are "another's". */
export function another({ secondOwner }: World): string {
	return secondOwner.id;
}

/** Who has begun "own" ones: a visitor without a login can only try another's. */
export function oneself(world: World, actor: Actor): string {
	return actor.token ? actor.id : another(world);
}
