import Stripe from 'stripe';
import { Clock } from './clock.ts';
import { newId } from './ids.ts';
import type { Kind, Kinds } from './kinds.ts';
import type { Store } from './store.ts';

/** What may be set, and what Stripe keeps in its account settings. */
export interface EngineSettings {
	/** Where the pages are: `http://127.0.0.1:54331`. */
	url: string;
	/** Days between the attempts to collect a failed renewal. */
	retryDays: number[];
	/** What becomes of the subscription when the last attempt has failed. */
	afterRetries: 'canceled' | 'unpaid' | 'past_due';
	/** How long a renewal stays a draft, in seconds. */
	draftSeconds: number;
}

/** What an account is set to that nobody has set. */
export const defaultSettings: Omit<EngineSettings, 'url'> = {
	retryDays: [3, 5, 7],
	afterRetries: 'canceled',
	draftSeconds: 3600
};

/** The request that is being answered; what happens by itself has none. */
export type RequestMark = Stripe.Event.Request;

type EventType = Stripe.EventBase['type'];

/** State, time and events: what every request and every step of a subscription's life works on. */
export class Engine {
	readonly store: Store;
	readonly clock: Clock;
	readonly settings: EngineSettings;
	request: RequestMark = { id: null, idempotency_key: null };
	private readonly emitted: (event: Stripe.EventBase) => void;

	constructor(
		store: Store,
		wall: () => number,
		settings: EngineSettings,
		emitted: (event: Stripe.EventBase) => void
	) {
		this.store = store;
		this.clock = new Clock(store, wall);
		this.settings = settings;
		this.emitted = emitted;
	}

	/** The moment it is for a customer, in seconds. */
	now(customer?: string | null): number {
		const clock = this.clockOf(customer);
		const frozen = clock ? this.store.get('testClocks', clock)?.frozen_time : undefined;
		return frozen ?? this.clock.now();
	}

	/** The test clock a customer lives by. */
	clockOf(customer?: string | null): string | null {
		const clock = customer ? this.store.get('customers', customer)?.test_clock : null;
		return typeof clock === 'string' ? clock : null;
	}

	/** Keeps a new object and tells of it. */
	create<K extends Kind>(kind: K, value: Kinds[K], type?: EventType): Kinds[K] {
		this.store.put(kind, value);
		if (type) this.emit(type, value);
		return value;
	}

	/**
	 * Changes an object, as it is by now, and tells what was different before. Nothing changed:
	 * nothing told.
	 */
	update<K extends Kind>(
		kind: K,
		object: Kinds[K],
		patch: Partial<Kinds[K]>,
		type?: EventType
	): Kinds[K] {
		const latest = this.store.get(kind, object.id) ?? object;
		const before = new Map<string, unknown>(Object.entries(latest));
		const previous = Object.entries(patch).filter(
			([key, value]) => JSON.stringify(value) !== JSON.stringify(before.get(key))
		);
		if (previous.length === 0) return latest;
		const value = this.store.put(kind, { ...latest, ...patch });
		if (type) {
			const attributes = previous.map(([key]) => [key, before.get(key) ?? null]);
			this.emit(type, value, Object.fromEntries(attributes));
		}
		return value;
	}

	/** Notes an event and hands it to the webhooks. */
	emit(type: EventType, object: object, previous?: Record<string, unknown>): void {
		const customer = 'customer' in object ? object.customer : undefined;
		const event: Stripe.EventBase = {
			id: newId('evt'),
			object: 'event',
			api_version: Stripe.API_VERSION,
			created: this.now(typeof customer === 'string' ? customer : null),
			data: { object, ...(previous ? { previous_attributes: previous } : {}) },
			livemode: false,
			pending_webhooks: 0,
			request: this.request,
			type
		};
		this.store.put('events', event);
		this.emitted(event);
	}

	/** The next number of a row, from 1. */
	nextNumber(name: string): number {
		const value = (this.store.get('counters', name)?.value ?? 0) + 1;
		this.store.put('counters', { id: name, value });
		return value;
	}
}
