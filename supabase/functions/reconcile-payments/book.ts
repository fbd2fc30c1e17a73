import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { scopeArgs, type Scope } from '../_shared/stripe/account.ts';
import { callDatabase } from '../_shared/stripe/rpc.ts';
import type { SubscriptionSnapshot } from '../_shared/stripe/snapshot.ts';
import { progressSchema, reportSchema, type Progress, type Report } from './report.ts';

const run = z.object({
	id: z.uuid(),
	whole: z.boolean(),
	/** Seconds since 1970: the events from then on are looked at. */
	since: z.number().int(),
	progress: progressSchema,
	report: reportSchema
});
export type Run = z.infer<typeof run>;

const found = z.array(
	z.object({
		id: z.string(),
		outcome: z.string(),
		reason: z.string().optional(),
		new: z.boolean().optional(),
		subscription: z.record(z.string(), z.unknown()).optional()
	})
);

/** What reconciling asks of the database. */
export interface Book {
	/** Null when another is at it, or none is due. */
	begin(now: boolean): Promise<Run | null>;
	keep(
		id: string,
		progress: Progress,
		report: Report,
		state: 'at it' | 'set aside' | 'finished'
	): Promise<void>;
	ticket(): Promise<number>;
	unseen(events: string[]): Promise<string[]>;
	compare(
		ticket: number,
		listed: SubscriptionSnapshot[],
		dryRun: boolean
	): Promise<z.infer<typeof found>>;
	/** Living here, not fetched since the ticket and not on the list. */
	unlisted(beforeTicket: number, listed: string[]): Promise<string[]>;
	end(ticket: number, subscription: string): Promise<void>;
}

export function bookOf(db: SupabaseClient, scope: Scope): Book {
	const call = <T>(name: string, args: object, answer: z.ZodType<T>) =>
		callDatabase(db, name, { ...scopeArgs(scope), ...args }, answer);
	return {
		begin: (now) => call('begin_reconciliation', { p_now: now }, run.nullable()),
		keep: async (id, progress, report, state) => {
			const args = { p_id: id, p_progress: progress, p_report: report, p_state: state };
			await callDatabase(db, 'keep_reconciliation', args, z.unknown());
		},
		ticket: async () => {
			const begun = z.object({ ticket: z.number().int() });
			return (await call('begin_stripe_event', { p_event_id: null }, begun)).ticket;
		},
		unseen: (events) => call('unseen_stripe_events', { p_event_ids: events }, z.array(z.string())),
		compare: (ticket, listed, dryRun) =>
			call(
				'compare_stripe',
				{ p_ticket: ticket, p_subscriptions: listed, p_dry_run: dryRun },
				found
			),
		unlisted: (beforeTicket, listed) =>
			call(
				'unlisted_stripe_subscriptions',
				{ p_before_ticket: beforeTicket, p_listed: listed },
				z.array(z.string())
			),
		end: async (ticket, subscription) => {
			const args = { p_ticket: ticket, p_subscription_id: subscription };
			await call('end_stripe_subscription', args, z.boolean());
		}
	};
}
