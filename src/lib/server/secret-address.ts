import type { RequestEvent } from '@sveltejs/kit';

/**
 * For a page whose address is a key, such as the link in a mail: no cache keeps it, and no other site
 * hears of it. The policy must not be `no-referrer`. It stays for the pages that the visitor goes on to
 * without a reload, and browsers would send their forms without an origin, so that they are refused.
 */
export function keepAddressSecret(event: Pick<RequestEvent, 'setHeaders'>): void {
	event.setHeaders({ 'referrer-policy': 'same-origin', 'cache-control': 'private, no-store' });
}
