/**
 * A row that was embedded beside another one. A policy may hide it from the reader, and then PostgREST
 * gives null. The generated types do not tell that, because the foreign key is never null.
 */
export function mayBeHidden<T>(row: T): T | null {
	return row;
}

/** What the desk calls somebody who signs a post and whose profile is hidden. */
export const formerStaff = 'Former staff member';
