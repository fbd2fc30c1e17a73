import { expect } from 'vitest';
import { z } from 'zod';
import { makeActor, type Actor } from '../support/actors.ts';
import { sql, stack } from '../support/clients.ts';
import { makeMember } from '../support/factories.ts';
import { control, idIn, stripe } from '../support/local-stripe.ts';
import { makePrice, tiersOf } from '../support/payments.ts';

const answer = z.looseObject({ code: z.string().optional(), url: z.string().optional() });

/** Calls a function as somebody; gives the status, and the body's code or else its url. */
export async function callFunction(
	name: string,
	by: Actor,
	body: object
): Promise<[status: number, answer: string]> {
	const response = await fetch(`${stack.apiUrl}/functions/v1/${name}`, {
		method: 'POST',
		headers: {
			apikey: stack.publishableKey,
			'content-type': 'application/json',
			...(by.token && { authorization: `Bearer ${by.token}` })
		},
		body: JSON.stringify(body)
	});
	const { code, url } = answer.parse(await response.json());
	return [response.status, code ?? url ?? ''];
}

/** Somebody who has bought a tier, and what Stripe calls all of it. */
export async function makeSubscriber(options: Parameters<typeof makePrice>[0] = {}) {
	const offer = await makePrice(options);
	const buyer = await makeActor('buyer');
	const member = await makeMember(offer.publication, buyer.email);
	const bought = await buy({ ...offer, buyer });
	await expect.poll(() => tiersOf(buyer), { timeout: 15_000 }).toEqual([offer.tier]);
	// A purchase is several events, and one opens the tier already.
	await control.idle();
	return { ...offer, ...bought, buyer, member };
}

/** Goes through the checkout with a card that pays; does not wait until we have heard of it. */
export async function buy({ buyer, tier }: { buyer: Actor; tier: string }) {
	const body = { tier_id: tier, interval: 'month' };
	const [, url] = await callFunction('checkout', buyer, body);
	const session = idIn(url, 'cs');
	await control.checkout(session, { card: '4242' });
	const { customer, subscription } = await stripe.checkout.sessions.retrieve(session);
	return { customer: String(customer), subscription: String(subscription) };
}

/** The copy of a subscription. */
export async function copyOf(subscription: string) {
	const [row] = await sql<{ status: string; tier_id: string | null; ticket: string }[]>`
		select status, tier_id, ticket from subscriptions where stripe_subscription_id = ${subscription}`;
	return row;
}

/** Waits until the copy of a subscription has this status. */
export async function copied(subscription: string, status: string): Promise<void> {
	await expect
		.poll(async () => (await copyOf(subscription))?.status, { timeout: 15_000 })
		.toBe(status);
}
