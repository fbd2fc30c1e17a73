import { createHash } from 'node:crypto';

/**
 * The id a file of an archive gets, always the same one: a run that broke off finds the rows of its
 * files again and makes no second ones. A UUID of version 8 (RFC 9562).
 */
export function fileId(publicationId: string, source: string, path: string): string {
	const hash = createHash('sha256')
		.update(JSON.stringify([publicationId, source, 'file', path]))
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
