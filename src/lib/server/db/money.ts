import type { MemberMonth, RevenueRow } from '$lib/domain/money-report';
import { unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';

/** What pays at this moment, of one currency. */
export interface MoneyNow {
	currency: string;
	/** Subscriptions that are active or past due. */
	paying: number;
	pastDue: number;
	/** On trial, and in none of the other figures. */
	trialing: number;
	/** Paying ones that end with their period. */
	ending: number;
	/** What recurs in a month, in the smallest unit. */
	mrr: number;
}

export interface MoneyReport {
	/** Whether it is of live payments, or of test ones as there are no others. */
	live: boolean;
	now: MoneyNow[];
	/** Oldest first; the last is the present month. */
	members: MemberMonth[];
	revenue: RevenueRow[];
}

/**
 * The figures of a publication, in the months of its time zone. For owners.
 * @param months how many, with the present one; null for all since the first sale
 * @returns null when nothing was sold so far, and for everybody who is no owner
 */
export async function getMoneyReport(
	db: Client,
	publicationId: string,
	months: number | null
): Promise<MoneyReport | null> {
	const place = { p_publication_id: publicationId };
	const span = { ...place, ...(months !== null && { p_months: months }) };
	const live: boolean | null = unwrap(await db.rpc('money_is_live', place));
	if (live === null) return null;
	const [now, members, revenue] = await Promise.all([
		db.rpc('money_now', place).then(unwrap),
		db.rpc('money_members', span).then(unwrap),
		db.rpc('money_revenue', span).then(unwrap)
	]);
	return {
		live,
		now: now.map(({ past_due: pastDue, ...row }) => ({ ...row, pastDue })),
		members: members.map(({ month, began, lost, ...row }) => ({
			...{ month, began, lost },
			atStart: row.at_start,
			atEnd: row.at_end
		})),
		revenue: revenue.map(({ tier_id: tierId, ...row }) => ({ ...row, tierId }))
	};
}

/** Whom money came from or went to; null after the member was removed. */
export interface Payer {
	id: string;
	name: string;
	email: string;
}

export type Movement = 'payment' | 'refund' | 'refund_failed' | 'dispute' | 'dispute_won';

/** Money that came or went. */
export interface LedgerEntry {
	id: number;
	kind: Movement;
	currency: string;
	/** In the smallest unit; below nothing when it went. */
	amount: number;
	at: string;
	member: Payer | null;
	tier: string | null;
	invoice: string | null;
	/** Stripe's word for the newest dispute about the payment. */
	dispute: string | null;
}

const entryColumns =
	'id, kind, currency, amount, at, member:members(id, name, email), tier:tiers(name), invoice:invoices(number, dispute_status)';

/** The newest movements. For owners; others get none. */
export async function listMovements(
	db: Client,
	publicationId: string,
	options: { live: boolean; which: 'payments' | 'what went back'; limit: number }
): Promise<LedgerEntry[]> {
	const query = db
		.from('ledger_entries')
		.select(entryColumns)
		.eq('publication_id', publicationId)
		.eq('livemode', options.live);
	const chosen =
		options.which === 'payments' ? query.eq('kind', 'payment') : query.neq('kind', 'payment');
	const rows = unwrap(
		await chosen
			.order('at', { ascending: false })
			.order('id', { ascending: false })
			.limit(options.limit)
	);
	return rows.map(entryOf);
}

const BATCH = 1000;

/** The whole ledger in batches, oldest first, however long it is. For owners; others get none. */
export async function* readLedger(
	db: Client,
	publicationId: string,
	live: boolean
): AsyncGenerator<LedgerEntry[]> {
	let after: LedgerEntry | undefined;
	do {
		let query = db
			.from('ledger_entries')
			.select(entryColumns)
			.eq('publication_id', publicationId)
			.eq('livemode', live);
		if (after) query = query.or(`at.gt."${after.at}",and(at.eq."${after.at}",id.gt.${after.id})`);
		const rows = unwrap(await query.order('at').order('id').limit(BATCH));
		after = undefined;
		if (rows.length === 0) return;
		const entries = rows.map(entryOf);
		yield entries;
		if (rows.length === BATCH) after = entries.at(-1);
	} while (after);
}

/** An invoice that Stripe tried to collect and could not. */
export interface FailedPayment {
	id: string;
	currency: string;
	amount: number;
	issuedAt: string;
	attempts: number;
	/** Null when Stripe will not try again by itself. */
	nextAttemptAt: string | null;
	actionRequired: boolean;
	failure: string | null;
	url: string | null;
	member: Payer | null;
	tier: string | null;
}

/** The newest invoices that nobody paid although Stripe tried. For owners; others get none. */
export async function listFailedPayments(
	db: Client,
	publicationId: string,
	options: { live: boolean; limit: number }
): Promise<FailedPayment[]> {
	const rows = unwrap(
		await db
			.from('invoices')
			.select(
				'id, currency, amount_due, amount_paid, issued_at, attempts, next_attempt_at, action_required, failure, hosted_url, member:members(id, name, email), tier:tiers(name)'
			)
			.eq('publication_id', publicationId)
			.eq('livemode', options.live)
			.in('status', ['open', 'uncollectible'])
			.gt('attempts', 0)
			.order('issued_at', { ascending: false })
			.limit(options.limit)
	);
	return rows.map((row) => ({
		id: row.id,
		currency: row.currency,
		amount: row.amount_due - row.amount_paid,
		issuedAt: row.issued_at,
		attempts: row.attempts,
		nextAttemptAt: row.next_attempt_at,
		actionRequired: row.action_required,
		failure: row.failure,
		url: row.hosted_url,
		member: row.member,
		tier: row.tier?.name ?? null
	}));
}

interface EntryRow {
	id: number;
	kind: string;
	currency: string;
	amount: number;
	at: string;
	member: Payer | null;
	tier: { name: string } | null;
	invoice: { number: string | null; dispute_status: string | null } | null;
}

function entryOf({ id, currency, amount, at, member, ...row }: EntryRow): LedgerEntry {
	return {
		...{ id, currency, amount, at, member },
		kind: movements.find((known) => known === row.kind) ?? 'payment',
		tier: row.tier?.name ?? null,
		invoice: row.invoice?.number ?? null,
		dispute: row.invoice?.dispute_status ?? null
	};
}

const movements: Movement[] = ['payment', 'refund', 'refund_failed', 'dispute', 'dispute_won'];
