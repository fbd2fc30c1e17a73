import { z } from 'zod';
import { moment } from '$lib/schemas/moments';
import { requests } from '$lib/limits';
import type { Cursor } from './db/posts';

const SEPARATOR = '~';

const schema = z.object({ publishedAt: moment, id: z.uuid() });

/** A place in a list, for an address: `2026-11-14T06:40:00+00:00~01997c8e-…`. */
export function cursorOf({ publishedAt, id }: Cursor): string {
	return publishedAt + SEPARATOR + id;
}

/** The place an address names; undefined, which is the start, when it names none. */
export function readCursor(text: string | null): Cursor | undefined {
	if (text === null || text.length > requests.cursor) return undefined;
	const [publishedAt, id] = text.split(SEPARATOR);
	return schema.safeParse({ publishedAt, id }).data;
}
