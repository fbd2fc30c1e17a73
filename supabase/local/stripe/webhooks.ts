import { setTimeout as pause } from 'node:timers/promises';
import Stripe from 'stripe';
import type { Store } from './store.ts';

/**
 * How events go out: as they come, not yet, in any order, each twice at the same time, or not at all.
 */
export const webhookModes = ['deliver', 'hold', 'shuffle', 'duplicate', 'drop'] as const;
export type WebhookMode = (typeof webhookModes)[number];

/** Where events go, and the secret that signs them. */
export interface WebhookEndpoint {
	url: string;
	secret: string;
}

/** Wall-clock pauses before further attempts, in milliseconds. Then the event is given up. */
const RETRY_AFTER = [1, 5, 30, 120, 600, 3600, 21_600].map((seconds) => seconds * 1000);
/** In any order: whatever arrives within this time is mixed. */
const SHUFFLE_WINDOW = 50;
const TIMEOUT = 20_000;

/** Sends events to the one endpoint, one after the other, and again until it says that it has them. */
export class Webhooks {
	endpoint: WebhookEndpoint | undefined;
	mode: WebhookMode = 'deliver';
	private readonly home: WebhookEndpoint | undefined;
	private readonly store: Store;
	private readonly wall: () => number;
	private readonly stopped = new AbortController();
	private readonly timers = new Set<NodeJS.Timeout>();
	/** Ids of events, in the order in which they go out. */
	private queue: string[] = [];
	private sending = false;
	private waiters: (() => void)[] = [];

	constructor(store: Store, wall: () => number, endpoint?: WebhookEndpoint) {
		this.store = store;
		this.wall = wall;
		this.endpoint = endpoint;
		this.home = endpoint;
	}

	/** Takes up what an earlier run has left. */
	resume(): void {
		for (const { id, state } of this.store.all('deliveries')) {
			if (state === 'waiting' || state === 'retrying') this.push(id);
		}
	}

	/** Takes a new event. */
	take(event: Stripe.EventBase): void {
		if (!this.endpoint) return;
		this.store.put('events', { ...event, pending_webhooks: 1 });
		const state =
			this.mode === 'hold' ? 'held' : this.mode === 'drop' ? 'dropped' : ('waiting' as const);
		const { id } = event;
		this.store.put('deliveries', {
			id,
			event: event.type,
			state,
			attempts: 0,
			nextAttempt: null,
			status: null
		});
		if (state === 'waiting') this.push(id);
	}

	/** Sends what is held. */
	release(order: 'kept' | 'reversed' | 'shuffled' = 'kept'): void {
		const ids = this.inState('held');
		if (order === 'reversed') ids.reverse();
		this.send(order === 'shuffled' ? shuffled(ids) : ids);
	}

	/** Sends events now, whatever became of them before: those named, or all that did not arrive. */
	redeliver(ids = this.inState('dropped', 'failed', 'retrying')): void {
		this.send(ids);
	}

	/** Waits until nothing is on its way; with `retries`, also until nothing is tried again. */
	async idle(retries: boolean): Promise<void> {
		while (this.busy(retries)) await new Promise<void>((done) => this.waiters.push(done));
	}

	stop(): void {
		this.stopped.abort();
		for (const timer of this.timers) clearTimeout(timer);
		this.queue = [];
		this.wake();
	}

	/** Forgets what is on its way, and sends what is to come as at the start. */
	reset(): void {
		this.queue = [];
		this.mode = 'deliver';
		this.endpoint = this.home;
		this.wake();
	}

	private busy(retries: boolean) {
		if (this.stopped.signal.aborted) return false;
		if (this.sending || this.queue.length > 0) return true;
		return retries && this.inState('retrying').length > 0;
	}

	private inState(...states: string[]) {
		return this.store
			.all('deliveries')
			.filter(({ state }) => states.includes(state))
			.map(({ id }) => id);
	}

	private send(ids: string[]) {
		for (const id of ids) {
			const delivery = this.store.get('deliveries', id);
			if (delivery) this.store.put('deliveries', { ...delivery, state: 'waiting' });
			if (delivery) this.push(id);
		}
	}

	private push(id: string) {
		if (this.stopped.signal.aborted) return;
		this.queue.push(id);
		if (!this.sending) void this.work();
	}

	private async work() {
		this.sending = true;
		// What one request causes is queued whole before the first event leaves.
		await pause(this.mode === 'shuffle' ? SHUFFLE_WINDOW : 0);
		while (this.queue.length > 0) {
			if (this.mode === 'shuffle') this.queue = shuffled(this.queue);
			const id = this.queue.shift() ?? '';
			const copies = this.mode === 'duplicate' ? 2 : 1;
			const attempts = Array.from({ length: copies }, () => this.attempt(id));
			this.settle(id, await Promise.all(attempts));
		}
		this.sending = false;
		this.wake();
	}

	/** The status of the answer; 0 is none at all. */
	private async attempt(id: string): Promise<number> {
		const event = this.store.get('events', id);
		if (!event || !this.endpoint) return 0;
		const payload = JSON.stringify(event);
		// Receivers compare with their own clock, so the signature has the machine's time.
		const timestamp = Math.floor(this.wall() / 1000);
		try {
			const signature = await Stripe.webhooks.generateTestHeaderStringAsync({
				payload,
				secret: this.endpoint.secret,
				timestamp
			});
			const response = await fetch(this.endpoint.url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json; charset=utf-8',
					'stripe-signature': signature,
					'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)'
				},
				body: payload,
				redirect: 'manual',
				signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT), this.stopped.signal])
			});
			await response.body?.cancel();
			return response.status;
		} catch {
			return 0;
		}
	}

	private settle(id: string, statuses: number[]) {
		const delivery = this.store.get('deliveries', id);
		const event = this.store.get('events', id);
		if (!delivery || !event || this.stopped.signal.aborted) return;
		const bad = statuses.find((status) => status < 200 || status > 299);
		const attempts = delivery.attempts + 1;
		const status = bad ?? statuses[0] ?? 0;
		if (bad === undefined) {
			this.store.put('events', { ...event, pending_webhooks: 0 });
			const state = 'delivered' as const;
			this.store.put('deliveries', { ...delivery, state, attempts, status, nextAttempt: null });
			return;
		}
		const wait = RETRY_AFTER[attempts - 1];
		const nextAttempt = wait === undefined ? null : this.wall() + wait;
		const state = wait === undefined ? ('failed' as const) : ('retrying' as const);
		this.store.put('deliveries', { ...delivery, state, attempts, status, nextAttempt });
		if (wait !== undefined) this.later(id, wait);
	}

	private later(id: string, wait: number) {
		const timer = setTimeout(() => {
			this.timers.delete(timer);
			if (this.store.get('deliveries', id)?.state === 'retrying') this.push(id);
		}, wait);
		timer.unref();
		this.timers.add(timer);
	}

	private wake() {
		for (const waiter of this.waiters.splice(0)) waiter();
	}
}

function shuffled<T>(list: T[]): T[] {
	return list
		.map((item) => ({ item, place: Math.random() }))
		.sort((a, b) => a.place - b.place)
		.map(({ item }) => item);
}
