import { z } from 'zod';
import { faultSchema } from './faults.ts';
import { deliverySchema, type Outcome } from './kinds.ts';
import type { WebhookMode } from './webhooks.ts';

/**
 * What tests do to the local Stripe beside calling its API: `/_control/…` with JSON in and out.
 * Moments are in seconds since 1970.
 */
export class StripeControl {
	private readonly url: string;

	/** @param url the base address of the local Stripe */
	constructor(url: string) {
		this.url = url;
	}

	/** The time it is there. */
	async now(): Promise<number> {
		return moment.parse(await this.ask('GET', 'clock')).now;
	}

	/** Turns the clock and runs what falls due on the way, in order. Months are those of the calendar. */
	async advance(by: { seconds?: number; days?: number; months?: number }): Promise<number> {
		return moment.parse(await this.ask('POST', 'clock/advance', by)).now;
	}

	/** How events go out from now on. */
	async webhooks(mode: WebhookMode): Promise<void> {
		await this.ask('POST', 'webhooks/mode', { mode });
	}

	/** Sends events somewhere else; null: nowhere. */
	async endpoint(endpoint: { url: string; secret: string } | null): Promise<void> {
		await this.ask('POST', 'webhooks/endpoint', { endpoint });
	}

	/** Sends what is held. */
	async release(order: 'kept' | 'reversed' | 'shuffled' = 'kept'): Promise<void> {
		await this.ask('POST', 'webhooks/release', { order });
	}

	/** Sends these events now, or all that did not arrive. */
	async redeliver(events?: string[]): Promise<void> {
		await this.ask('POST', 'webhooks/redeliver', { events });
	}

	/** Waits until no event is on its way; with `retries`, also until none is tried again. */
	async idle({ retries = false } = {}): Promise<void> {
		await this.ask('POST', 'webhooks/idle', { retries });
	}

	/** What became of each event. */
	async deliveries() {
		return z.array(deliverySchema).parse(await this.ask('GET', 'webhooks/deliveries'));
	}

	/** How the next attempts to charge a customer end, one after the other. */
	async outcomes(customer: string, ...outcomes: Outcome[]): Promise<void> {
		await this.ask('POST', 'outcomes', { customer, outcomes });
	}

	/** Fills in a checkout page: the last four digits of a test card, and whether it is authenticated. */
	async checkout(session: string, form: CheckoutWish = {}): Promise<Outcome> {
		const answer = await this.ask('POST', 'checkout', { session, ...form });
		return z.object({ outcome: z.enum(['succeed', 'decline', 'authenticate']) }).parse(answer)
			.outcome;
	}

	/** Lets the payer contest a charge; the id of the dispute. */
	async dispute(charge: string, reason?: string): Promise<string> {
		const answer = await this.ask('POST', 'disputes', { charge, reason });
		return z.object({ id: z.string() }).parse(answer).id;
	}

	/** Lets a refund come back, as when the card is closed. */
	async failRefund(refund: string): Promise<void> {
		await this.ask('POST', 'refunds/fail', { refund });
	}

	/** Ends a dispute. */
	async closeDispute(dispute: string, status: 'won' | 'lost'): Promise<void> {
		await this.ask('POST', 'disputes/close', { dispute, status });
	}

	/** Lets a call of the API fail, or wait. */
	async fault(fault: z.input<typeof faultSchema>): Promise<void> {
		await this.ask('POST', 'faults', fault);
	}

	/** Waits until a fault holds so many calls. */
	async heldCalls(atLeast = 1): Promise<void> {
		await this.ask('POST', 'faults/wait', { atLeast });
	}

	/** Lets the calls go on that a fault holds, as soon as there are so many. */
	async releaseCalls(atLeast = 1): Promise<void> {
		await this.ask('POST', 'faults/release', { atLeast });
	}

	/** What the account is set to do with payments that fail. */
	async settings(settings: z.input<typeof settingsSchema>): Promise<void> {
		await this.ask('POST', 'settings', settings);
	}

	/** Forgets everything. */
	async reset(): Promise<void> {
		await this.ask('POST', 'reset', {});
	}

	private async ask(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
		const response = await fetch(`${this.url}/_control/${path}`, {
			method,
			headers: { 'content-type': 'application/json' },
			body: body && JSON.stringify(body)
		});
		if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
		return response.json();
	}
}

/** See `StripeControl.checkout`. */
export interface CheckoutWish {
	/** Null: none, which a trial that asks for none accepts. */
	card?: string | null;
	email?: string;
	name?: string;
	authenticate?: boolean;
}

export const settingsSchema = z.strictObject({
	retryDays: z.array(z.number().int().positive()).optional(),
	afterRetries: z.enum(['canceled', 'unpaid', 'past_due']).optional(),
	draftSeconds: z.number().int().nonnegative().optional()
});

const moment = z.object({ now: z.number() });
