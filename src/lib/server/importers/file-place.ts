import { FileProblem } from './files.ts';

/**
 * The place of a file below Ghost's content folder, as in `images/2026/11/a.jpg`, of an address or of
 * a name in an archive.
 * @throws {FileProblem} for one that leads anywhere else
 */
export function placeOf(address: string): string {
	const decoded = decode(address);
	const [, place] =
		/(?:^|\/)((?:images|media|files)\/.+)$/.exec(decoded.replace(/^.*?\/content\//, '/')) ?? [];
	if (place === undefined) throw new FileProblem('it is no file of the old site');
	const parts = place.split('/');
	if (
		parts.some((part) => part === '' || part === '.' || part === '..') ||
		/[\\\u0000]/.test(place)
	)
		throw new FileProblem('its path is not a plain one');
	return place;
}

function decode(address: string): string {
	try {
		return decodeURIComponent(address);
	} catch {
		return address;
	}
}
