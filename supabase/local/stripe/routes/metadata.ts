import type Stripe from 'stripe';

/**
 * Metadata after an update: given keys replace, empty values remove, and null (an empty `metadata`)
 * removes all.
 */
export function mergeMetadata(
	held: Stripe.Metadata | null,
	given: Record<string, string> | null | undefined
): Stripe.Metadata {
	if (given === undefined) return held ?? {};
	const merged = given === null ? {} : { ...held, ...given };
	return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
}
