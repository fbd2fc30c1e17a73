/** Whose Stripe account and which of its two worlds: part of the key of everything kept here. */
export interface Scope {
	/** Empty: the installation's own. */
	account: string;
	livemode: boolean;
}

/** As arguments of the database's functions. */
export function scopeArgs({ account, livemode }: Scope) {
	return { p_account: account, p_livemode: livemode };
}

/** The start of an idempotency key: the same thing in another account or mode is another thing. */
export function keyOf({ account, livemode }: Scope, ...parts: (string | number)[]): string {
	return ['pamphlet', account, livemode ? 'live' : 'test', ...parts].join(':');
}

/** SHA-256 of what would be sent, in hex: two requests are the same when all of it is. */
export async function digestOf(value: unknown): Promise<string> {
	const bytes = new TextEncoder().encode(JSON.stringify(value));
	const digest = await crypto.subtle.digest('SHA-256', bytes);
	return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
