import type { z } from 'zod';
import { formatDate } from '$lib/domain/dates';
import { resolveWallTime } from '$lib/domain/zoned-time';
import type { publishForm } from '$lib/schemas/post';

/**
 * The moment a form of publishing asks for. A time that clocks skip becomes the one after the change,
 * as the dialog has said; of one they show twice, the form says which.
 * @returns null for what is no day or no time
 */
export function publishMoment(
	{ when, date, time, turn }: z.output<typeof publishForm>,
	timeZone: string
): Date | 'now' | 'kept' | null {
	if (when !== 'at') return when;
	const resolved = resolveWallTime(`${date}T${time.slice(0, 5)}`, timeZone);
	if (!resolved) return null;
	if (resolved.kind !== 'doubled') return resolved.moment;
	return turn === 'second' ? resolved.second : resolved.first;
}

/** What the desk says when it is done. */
export function publishWords(at: Date | 'now' | 'kept', timeZone: string): string {
	if (!(at instanceof Date) || at <= new Date()) return 'Published';
	return `It goes out ${formatDate(at, { language: 'en-GB', timeZone }, 'moment')}`;
}
