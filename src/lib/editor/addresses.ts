import { safeLink } from '../content/attributes.ts';

/** What somebody typed as an address that may be stored, or null. `example.org/a` is enough. */
export function readAddress(typed: string): string | null {
	const address = typed.trim();
	return address === '' ? null : safeLink(complete(address));
}

/** `example.org/a` and `joan@example.org` are what people type. */
function complete(typed: string): string {
	if (/^[a-z][a-z0-9+.-]*:|^[/#]/i.test(typed)) return typed;
	return /^[^\s@/]+@[^\s@/]+$/.test(typed) ? `mailto:${typed}` : `https://${typed}`;
}
