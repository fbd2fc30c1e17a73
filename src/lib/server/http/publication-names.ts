import { LRUCache } from 'lru-cache';

/**
 * Tells which publication a request is for, before anything asks the database. A name counts from the
 * first page of it that was answered on: anybody can make up names.
 * @param most names that are remembered
 */
export function createPublicationNames(most: number) {
	const known = new LRUCache<string, true>({ max: most });
	return {
		/** The publication of a path, with or without a query; an empty name for everything else. */
		of(url: string): string {
			const name = nameIn(url);
			return name !== undefined && known.get(name) ? name : '';
		},
		/** Notes how a path was answered. */
		answered(url: string, status: number): void {
			const name = nameIn(url);
			if (name !== undefined && (status === 200 || status === 304)) known.set(name, true);
		}
	};
}

function nameIn(url: string): string | undefined {
	return /^\/(?:@|desk\/)([^/?]+)/.exec(url)?.[1];
}
