import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import Stripe from 'stripe';
import { z } from 'zod';
import { kinds, type Kind, type Kinds } from './kinds.ts';

const line = z.object({ kind: z.string(), id: z.string(), value: z.unknown() });

/**
 * Everything the local Stripe knows. Objects are never changed in place: each change puts a new one,
 * so an event may keep the old one as it was.
 *
 * With a file, every burst of changes is one append to it, and a start reads it again. A line that a
 * crash cut short is the last one and counts as not written.
 */
export class Store {
	private readonly maps: { [K in Kind]: Map<string, Kinds[K]> } = {
		products: new Map(),
		prices: new Map(),
		customers: new Map(),
		paymentMethods: new Map(),
		checkoutSessions: new Map(),
		checkouts: new Map(),
		portalConfigurations: new Map(),
		portalSessions: new Map(),
		subscriptions: new Map(),
		invoices: new Map(),
		invoicePayments: new Map(),
		paymentIntents: new Map(),
		charges: new Map(),
		refunds: new Map(),
		balanceTransactions: new Map(),
		disputes: new Map(),
		testClocks: new Map(),
		pendingLines: new Map(),
		events: new Map(),
		deliveries: new Map(),
		replays: new Map(),
		wishes: new Map(),
		counters: new Map()
	};
	private readonly file: string | undefined;
	private unwritten: string[] = [];

	constructor(file?: string) {
		this.file = file;
		if (file) this.load(file);
	}

	get<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
		return this.maps[kind].get(id);
	}

	/** In the order in which they were made. */
	all<K extends Kind>(kind: K): Kinds[K][] {
		return [...this.maps[kind].values()];
	}

	put<K extends Kind>(kind: K, value: Kinds[K]): Kinds[K] {
		this.maps[kind].set(value.id, value);
		this.note({ kind, id: value.id, value });
		return value;
	}

	remove(kind: Kind, id: string): void {
		if (this.maps[kind].delete(id)) this.note({ kind, id });
	}

	/** Forgets everything. */
	clear(): void {
		for (const map of Object.values(this.maps)) map.clear();
		this.unwritten = [];
		if (this.file) writeFileSync(this.file, '');
	}

	/** Writes what has changed since the last time. */
	flush(): void {
		if (!this.file || this.unwritten.length === 0) return;
		appendFileSync(this.file, this.unwritten.join(''));
		this.unwritten = [];
	}

	private note(change: { kind: Kind; id: string; value?: unknown }) {
		if (!this.file) return;
		if (this.unwritten.length === 0) queueMicrotask(() => this.flush());
		this.unwritten.push(JSON.stringify(change) + '\n');
	}

	/** Reads the file and writes it anew without what has been replaced since. */
	private load(file: string) {
		if (!existsSync(file)) return;
		for (const text of readFileSync(file, 'utf8').split('\n')) {
			if (text) this.restore(text);
		}
		const lines: string[] = [];
		for (const kind of kinds.names) {
			for (const value of this.all(kind)) {
				lines.push(JSON.stringify({ kind, id: value.id, value }) + '\n');
			}
		}
		writeFileSync(`${file}.new`, lines.join(''));
		renameSync(`${file}.new`, file);
	}

	private restore(text: string) {
		let read: unknown;
		try {
			read = JSON.parse(text, reviveDecimals);
		} catch {
			return;
		}
		const change = line.safeParse(read).data;
		const kind = kinds.names.find((name) => name === change?.kind);
		if (!change || !kind) return;
		if (change.value === undefined) this.maps[kind].delete(change.id);
		else this.take(kind, change.value);
	}

	private take<K extends Kind>(kind: K, value: unknown) {
		const { data } = kinds.schemas[kind].safeParse(value);
		if (data) this.maps[kind].set(data.id, data);
	}
}

const exact = new Set(['unit_amount_decimal', 'amount_decimal', 'quantity_decimal']);

/** Stripe's package has a type of its own for exact numbers; on paper they are strings. */
function reviveDecimals(key: string, value: unknown): unknown {
	return exact.has(key) && typeof value === 'string' ? Stripe.Decimal.from(value) : value;
}
