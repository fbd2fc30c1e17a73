/** Time zones of the world by their IANA names, in the order of the alphabet. */
export const timeZones: readonly string[] = [
	...new Set([...Intl.supportedValuesOf('timeZone'), 'Etc/UTC'])
].sort((a, b) => (a < b ? -1 : 1));

const known = new Set(timeZones);

/**
 * Whether this machine knows a zone by that name, an older one such as `Asia/Kolkata` included.
 * Offsets such as `+02:00`, which Intl takes too, are not names: they know no summer time.
 */
export function isTimeZone(name: string): boolean {
	if (known.has(name)) return true;
	if (!/^[A-Z]\w+(\/[A-Z][\w-]+)+$/.test(name)) return false;
	try {
		return known.has(new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone);
	} catch {
		return false;
	}
}

/** The names under their part of the world, for a list to choose from. */
export function timeZonesByRegion(): {
	region: string;
	zones: { name: string; place: string }[];
}[] {
	const regions = new Map<string, { name: string; place: string }[]>();
	for (const name of timeZones) {
		const cut = name.indexOf('/');
		const region = cut < 0 ? 'Other' : name.slice(0, cut);
		const place = name
			.slice(cut + 1)
			.replaceAll('_', ' ')
			.replaceAll('/', ', ');
		regions.set(region, [...(regions.get(region) ?? []), { name, place }]);
	}
	return [...regions].map(([region, zones]) => ({ region, zones }));
}
