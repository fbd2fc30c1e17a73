import { MEDIA_MAX_BYTES } from '../../schemas/media.ts';
import type { FileSource } from './files.ts';
import { safeGet, type Network } from './safe-get.ts';

/** Files as the old site serves them, while it is still there. */
export function siteSource(siteUrl: string, network?: Network): FileSource {
	const limits = { bytes: MEDIA_MAX_BYTES, time: 20_000, redirects: 3 };
	return {
		read: (path) => safeGet(path.startsWith('/') ? siteUrl + path : path, limits, network)
	};
}
