import type Stripe from 'stripe';
import { isMissing, reasonOf } from '../_shared/stripe/failures.ts';
import { fetchSnapshot, reduceListed } from '../_shared/stripe/fetch-snapshot.ts';
import { eventSchema, followedTypes, takeIn, type TakingIn } from '../_shared/stripe/take-in.ts';
import type { Book, Run } from './book.ts';
import { NAMED_MOST } from './report.ts';

export interface Reconciling extends TakingIn {
	stripe: TakingIn['stripe'] & Pick<Stripe, 'events'>;
	book: Book;
	/** Milliseconds since 1970. */
	now(): number;
}

const PAGE = 100;
/** An event so young is on its way by itself, in seconds. */
const YOUNG = 120;
/** So many may be missing at Stripe in one run, or so large a part of those that are there. */
const GONE_MOST = 3;
const GONE_SHARE = 0.02;

/**
 * Works at a run until it is through or the time is up. Whatever it does it does as the webhook does,
 * so it may run beside it, be broken off anywhere, and begin again.
 * @param dryRun writes nothing, and only fills in the report
 * @param until milliseconds since 1970
 * @returns whether it is through
 */
export async function reconcile(
	deps: Reconciling,
	run: Run,
	dryRun: boolean,
	until: number
): Promise<boolean> {
	const listed: string[] = [];
	const parts = { events, subscriptions, gone };
	for (;;) {
		const { part } = run.progress;
		const through = await parts[part](deps, run, dryRun, listed);
		if (!dryRun) await deps.book.keep(run.id, run.progress, run.report, 'at it');
		if (through) {
			if (part === 'gone' || (part === 'events' && !run.whole)) return true;
			run.progress = {
				part: part === 'events' ? 'subscriptions' : 'gone',
				first_ticket: run.progress.first_ticket
			};
		}
		if (deps.now() > until) return false;
	}
}

/** One page of the events of the last days. */
async function events(deps: Reconciling, { progress, report, since }: Run, dryRun: boolean) {
	const page = await deps.stripe.events.list({
		limit: PAGE,
		created: { gte: since },
		...(progress.after && { starting_after: progress.after })
	});
	const old = page.data.filter(
		({ type, created }) => followedTypes.includes(type) && created < deps.now() / 1000 - YOUNG
	);
	const unseen = await deps.book.unseen(old.map(({ id }) => id));
	for (const event of old.filter(({ id }) => unseen.includes(id))) {
		try {
			const parsed = eventSchema.parse(event);
			const outcome = dryRun ? 'would be taken in' : (await takeIn(parsed, deps)).outcome;
			name(report.events.missed, { id: event.id, type: event.type, outcome });
		} catch (error) {
			name(report.failed, { id: event.id, reason: reasonOf(error) });
		}
	}
	report.events.checked += old.length;
	progress.after = page.data.at(-1)?.id;
	return !page.has_more;
}

/** One page of all subscriptions. */
async function subscriptions(
	deps: Reconciling,
	{ progress, report }: Run,
	dryRun: boolean,
	listed: string[]
) {
	const ticket = await deps.book.ticket();
	progress.first_ticket ??= ticket;
	const page = await deps.stripe.subscriptions.list({
		status: 'all',
		limit: PAGE,
		...(progress.after && { starting_after: progress.after })
	});
	const reduced = [];
	for (const one of page.data) reduced.push(await reduceListed(deps.stripe, one));
	for (const one of await deps.book.compare(ticket, reduced, dryRun)) {
		if (one.outcome === 'ignored') report.subscriptions.foreign++;
		else if (one.outcome === 'failed')
			name(report.failed, { id: one.id, reason: one.reason ?? '' });
		else {
			const { id, new: isNew = false, subscription: fields = {} } = one;
			name(report.subscriptions.differing, { id, new: isNew, fields });
			if (!dryRun) await takeAnew(deps, id);
		}
	}
	if (dryRun) listed.push(...page.data.map(({ id }) => id));
	report.subscriptions.checked += page.data.length;
	progress.after = page.data.at(-1)?.id;
	return !page.has_more;
}

/**
 * Subscriptions that Stripe did not list. Stripe keeps those that ended too, so many at once mean a key
 * of another account and not readers who left: then nothing is ended, and the report says so.
 */
async function gone(
	deps: Reconciling,
	{ progress, report }: Run,
	dryRun: boolean,
	listed: string[]
) {
	const before = progress.first_ticket ?? 0;
	const missing: { id: string; ticket: number }[] = [];
	for (const id of await deps.book.unlisted(before, listed)) {
		const ticket = await deps.book.ticket();
		try {
			await deps.stripe.subscriptions.retrieve(id);
			if (!dryRun) await takeAnew(deps, id);
		} catch (error) {
			if (isMissing(error)) missing.push({ id, ticket });
			else name(report.failed, { id, reason: reasonOf(error) });
		}
	}
	const ours = report.subscriptions.checked - report.subscriptions.foreign;
	const isPlausible = missing.length <= Math.max(GONE_MOST, ours * GONE_SHARE);
	for (const { id, ticket } of missing) {
		if (!isPlausible) name(report.failed, { id, reason: 'too_many_gone' });
		else if (!dryRun) await deps.book.end(ticket, id);
		name(report.subscriptions.gone, id);
	}
	return true;
}

async function takeAnew(deps: Reconciling, subscription: string) {
	const ticket = await deps.book.ticket();
	const snapshot = await fetchSnapshot(deps.stripe, { subscription }, deps.livemode);
	if (typeof snapshot !== 'string') await deps.store.apply(null, ticket, snapshot);
}

function name<T>(list: T[], one: T) {
	if (list.length < NAMED_MOST) list.push(one);
}
