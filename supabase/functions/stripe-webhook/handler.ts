import Stripe from 'stripe';
import { z } from 'zod';
import { functionBodies } from '../../../src/lib/limits.ts';
import { answerPost, Refusal } from '../_shared/answers.ts';
import { readText } from '../_shared/read-body.ts';
import { stripeRefusalOf } from '../_shared/stripe/failures.ts';
import { eventSchema, takeIn, type StripeEvent, type TakingIn } from '../_shared/stripe/take-in.ts';

export interface Deps extends TakingIn {
	/** Signs the events of the endpoint. */
	webhookSecret: string;
	/** Milliseconds since 1970. */
	now?(): number;
}

/** How old a signature may be, and how far ahead: Stripe signs each try anew. */
const TOLERANCE_S = 300;

const crypto = Stripe.createSubtleCryptoProvider();
const { webhooks } = Stripe;

/**
 * Takes events from Stripe. Answers 200 `{outcome}` only after their effect is written, so that
 * whatever was not written comes again.
 *
 * Refuses with 400 `unsigned`, `bad_signature`, `bad_event`, and 413 `too_large`. What is refused is
 * logged and not kept: anybody can send it, and nobody is to fill a table that way.
 */
export function handle({ webhookSecret, now = Date.now, ...deps }: Deps) {
	return (request: Request): Promise<Response> =>
		answerPost(request, null, async () => {
			try {
				const event = await readEvent(request, webhookSecret, now());
				return { status: 200, body: told(await takeIn(event, deps)) };
			} catch (error) {
				if (error instanceof Refusal && error.status < 500) {
					console.warn(JSON.stringify({ said: 'stripe-webhook', refused: error.code }));
				}
				throw stripeRefusalOf(error);
			}
		});
}

/** @throws {Refusal} 400, 413 */
async function readEvent(request: Request, secret: string, now: number): Promise<StripeEvent> {
	const signature = request.headers.get('stripe-signature');
	if (!signature) throw new Refusal(400, 'unsigned', 'There is no signature.');
	const body = await readText(request, functionBodies.stripeEvent);
	const refuse = () => new Refusal(400, 'bad_signature', 'The signature is not true.');
	let json: unknown;
	try {
		json = await webhooks.constructEventAsync(body, signature, secret, TOLERANCE_S, crypto, now);
	} catch {
		throw refuse();
	}
	// The library bounds the past only.
	if (signedAt(signature) > now / 1000 + TOLERANCE_S) throw refuse();
	const event = eventSchema.safeParse(json);
	if (!event.success) throw new Refusal(400, 'bad_event', z.prettifyError(event.error));
	return event.data;
}

/** The last time that a header names, as the library reads it. */
function signedAt(signature: string): number {
	const time = signature.split(',').findLast((part) => part.startsWith('t='));
	return time ? Number.parseInt(time.slice(2), 10) : Infinity;
}

/** Stripe shows the answer to whoever has the account; what changed is no business of theirs. */
function told(outcome: Awaited<ReturnType<typeof takeIn>>) {
	return outcome.outcome === 'ignored'
		? { outcome: 'ignored', reason: outcome.reason }
		: { outcome: outcome.outcome };
}
