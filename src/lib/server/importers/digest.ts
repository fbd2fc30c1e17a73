import { createHash } from 'node:crypto';
import type { ImportRecord } from './records.ts';

/** Counts changes to what importers make of the same source: what nobody edited then comes anew. */
const VERSION = 1;

/** SHA-256 of what an item became; equal digests mean there is nothing to write. */
export function digestOf(record: ImportRecord): string {
	const content = { ...record, ...ABOUT };
	return createHash('sha256')
		.update(JSON.stringify([VERSION, content]))
		.digest('hex');
}

// What a record says about itself to a report, and to nobody else.
const ABOUT = { label: undefined, notes: undefined, problem: undefined };

/**
 * The id of the row an item becomes, always the same one: a run that broke off before it could take
 * notes finds its own rows again and makes no second ones. A UUID of version 8 (RFC 9562).
 */
export function targetId(
	publicationId: string,
	source: string,
	kind: string,
	sourceId: string
): string {
	const hash = createHash('sha256')
		.update(JSON.stringify([publicationId, source, kind, sourceId]))
		.digest();
	hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
	hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
	const hex = hash.toString('hex');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		hex.slice(12, 16),
		hex.slice(16, 20),
		hex.slice(20, 32)
	].join('-');
}
