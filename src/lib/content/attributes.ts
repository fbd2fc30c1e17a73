const MEDIA_PATH =
	/^\/media\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\/[^/?#]+$/;

/** Longer addresses are refused: browsers and databases stop being friends beyond this. */
const MAX_URL_LENGTH = 4096;

/**
 * A link's address as it may be stored and rendered, or null when it may not. Allowed are http,
 * https, mailto, a path on the same site and a fragment. Control characters, which browsers drop
 * from an address before they read it, are dropped here first, so that none can hide a scheme.
 */
export function safeLink(href: unknown): string | null {
	const url = tidy(href);
	if (!url) return null;
	if (url.startsWith('#')) return url.length > 1 ? url : null;
	if (isSamePath(url)) return url;
	return /^(?:https?:\/\/[^/\\]|mailto:[^\s])/i.test(url) ? url : null;
}

/** The same for the source of a picture, a film or a sound: http, https or a same-site path. */
export function safeSource(src: unknown): string | null {
	const url = tidy(src);
	if (!url) return null;
	if (isSamePath(url)) return url;
	return /^https?:\/\/[^/\\]/i.test(url) ? url : null;
}

/** The id in `/media/<id>/<filename>`, the address of a publication's own file, or null. */
export function mediaIdOf(src: string | null): string | null {
	return src === null ? null : (MEDIA_PATH.exec(src)?.[1] ?? null);
}

/** Whether following the address leaves this site. */
export function leavesSite(href: string): boolean {
	return /^https?:/i.test(href);
}

/** A size in pixels from an attribute, or null when it says nothing useful. */
export function readPixels(value: string | null | undefined): number | null {
	const pixels = /^\d{1,5}$/.test(value ?? '') ? Number(value) : 0;
	return pixels > 0 ? pixels : null;
}

/** Where an ordered list begins to count; 1 when the attribute is absent or makes no sense. */
export function readStart(value: string | null | undefined): number {
	return /^\d{1,9}$/.test(value ?? '') ? Number(value) : 1;
}

/** How many columns or rows a cell covers; 1 when the attribute is absent or makes no sense. */
export function readSpan(value: string | null | undefined): number {
	const span = /^\d{1,3}$/.test(value ?? '') ? Number(value) : 1;
	return span >= 1 && span <= 100 ? span : 1;
}

/** A length in whole seconds, or null when it says nothing useful. */
export function readSeconds(value: string | null | undefined): number | null {
	const seconds = /^\d{1,6}$/.test(value ?? '') ? Number(value) : 0;
	return seconds > 0 && seconds < 360_000 ? seconds : null;
}

/** The focal point in a style or an attribute of ours: `30% 70%`, in whole percent. */
export function readFocus(value: string | null | undefined): {
	focalX: number | null;
	focalY: number | null;
} {
	const [, x, y] = /(?:^|object-position:\s*)(\d{1,2}|100)% (\d{1,2}|100)%/.exec(value ?? '') ?? [];
	if (x === undefined || y === undefined) return { focalX: null, focalY: null };
	return { focalX: Number(x) / 100, focalY: Number(y) / 100 };
}

function tidy(value: unknown): string | null {
	if (typeof value !== 'string' || value.length > MAX_URL_LENGTH) return null;
	return value
		.replace(/[\u0000-\u001f\u007f-\u009f]/g, '')
		.trim()
		.toWellFormed();
}

// `//host` and `/\host` name another host.
function isSamePath(url: string): boolean {
	return /^\/(?![/\\])/.test(url);
}
