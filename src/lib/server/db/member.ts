import { z } from 'zod';
import { AppError, toAppError, unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';
import { getListedMember, type ListedMember } from './members';

export interface MemberGrant {
	id: string;
	tier: string;
	/** ISO; null without an end. */
	endsAt: string | null;
	reason: string;
	givenAt: string;
}

export interface MemberSubscription {
	id: string;
	tier: string | null;
	/** Stripe's word. */
	status: string;
	interval: string;
	/** It is paid every so many intervals. */
	intervalCount: number;
	currency: string;
	/** In the smallest unit of the currency. */
	amount: number;
	startedAt: string;
	periodEnd: string | null;
	trialEnd: string | null;
	graceUntil: string | null;
	endedAt: string | null;
	/** When it ends, if it was cancelled and goes on until then. */
	endsAt: string | null;
}

export interface MemberEvent {
	id: number;
	kind: string;
	detail: Record<string, string | null>;
	by: 'staff' | 'member' | 'system';
	/** Name of whoever of the staff did it, if they still have one here. */
	actor: string | null;
	at: string;
}

const mailSchema = z.object({
	/** What the person said; null when they never said anything. */
	choice: z.object({ choice: z.string(), act: z.string(), at: z.string() }).nullable(),
	/** What stops mail beside that. */
	stops: z.array(
		z.object({
			kind: z.string(),
			source: z.string(),
			note: z.string(),
			at: z.string(),
			/** Name of whoever of the staff set it. */
			by: z.string().nullable()
		})
	)
});
export type MemberMail = z.output<typeof mailSchema>;

export interface Member extends ListedMember {
	note: string;
	mail: MemberMail;
	grants: MemberGrant[];
	subscriptions: MemberSubscription[];
	/** The newest first; the last hundred. */
	events: MemberEvent[];
}

const EVENTS = 100;

/** All the desk knows of a member, or null when there is no such one in the publication. */
export async function getMember(
	db: Client,
	publicationId: string,
	id: string
): Promise<Member | null> {
	const [listed, own, mail, grants, subscriptions, events] = await Promise.all([
		getListedMember(db, publicationId, id),
		db
			.from('members')
			.select('note')
			.eq('publication_id', publicationId)
			.eq('id', id)
			.maybeSingle()
			.then(unwrap),
		mailOf(db, id),
		grantsOf(db, id),
		subscriptionsOf(db, publicationId, id),
		eventsOf(db, publicationId, id)
	]);
	return listed && own && mail
		? { ...listed, note: own.note, mail, grants, subscriptions, events }
		: null;
}

/** Null when there is no such member for the caller. */
async function mailOf(db: Client, memberId: string): Promise<MemberMail | null> {
	const { data, error } = await db.rpc('member_mail', { p_member_id: memberId });
	if (!error) return mailSchema.parse(data);
	const refusal = toAppError(error);
	if (refusal.status === 403) return null;
	throw refusal;
}

async function grantsOf(db: Client, memberId: string): Promise<MemberGrant[]> {
	const rows = unwrap(
		await db
			.from('member_grants')
			.select('id, ends_at, reason, created_at, tier:tiers(name)')
			.eq('member_id', memberId)
			.order('created_at', { ascending: false })
	);
	return rows.map((row) => ({
		id: row.id,
		tier: row.tier.name,
		endsAt: row.ends_at,
		reason: row.reason,
		givenAt: row.created_at
	}));
}

async function subscriptionsOf(
	db: Client,
	publicationId: string,
	memberId: string
): Promise<MemberSubscription[]> {
	const rows = unwrap(
		await db
			.from('subscriptions')
			.select(
				'id, status, interval, interval_count, currency, amount, started_at, current_period_end, trial_end, grace_until, ended_at, cancel_at, cancel_at_period_end, tier:tiers(name)'
			)
			.eq('publication_id', publicationId)
			.eq('member_id', memberId)
			.order('started_at', { ascending: false })
	);
	return rows.map((row) => ({
		id: row.id,
		tier: row.tier?.name ?? null,
		status: row.status,
		interval: row.interval,
		intervalCount: row.interval_count,
		currency: row.currency,
		amount: row.amount,
		startedAt: row.started_at,
		periodEnd: row.current_period_end,
		trialEnd: row.trial_end,
		graceUntil: row.grace_until,
		endedAt: row.ended_at,
		endsAt: row.cancel_at ?? (row.cancel_at_period_end ? row.current_period_end : null)
	}));
}

async function eventsOf(
	db: Client,
	publicationId: string,
	memberId: string
): Promise<MemberEvent[]> {
	const rows = unwrap(
		await db
			.from('member_events')
			.select('id, kind, detail, made_by, actor_id, at')
			.eq('publication_id', publicationId)
			.eq('member_id', memberId)
			.order('id', { ascending: false })
			.limit(EVENTS)
	);
	const actors = [...new Set(rows.flatMap(({ actor_id }) => actor_id ?? []))];
	const names = new Map(
		actors.length === 0
			? []
			: unwrap(await db.from('profiles').select('id, name').in('id', actors)).map(
					({ id, name }) => [id, name] as const
				)
	);
	return rows.map((row) => ({
		id: row.id,
		kind: row.kind,
		detail: row.detail as MemberEvent['detail'],
		by: row.made_by as MemberEvent['by'],
		actor: (row.actor_id && names.get(row.actor_id)) || null,
		at: row.at
	}));
}

/** @throws {AppError} `not_found` when there is no such member for the caller */
export async function saveMember(
	db: Client,
	publicationId: string,
	id: string,
	{ name, note }: { name: string; note: string }
): Promise<void> {
	unwrap(
		await db
			.from('members')
			.update({ name, note })
			.eq('publication_id', publicationId)
			.eq('id', id)
			.select('id')
			.single()
	);
}

/**
 * @throws {AppError} `address_taken` when another member has it, `address_left` when its owner has left,
 * `member_pays` when this one has bought
 */
export async function correctAddress(db: Client, id: string, email: string): Promise<void> {
	const { error } = await db.rpc('correct_member_address', { p_member_id: id, p_email: email });
	if (error) throw toAppError(error);
}

/** Ends what was given at a moment, or never. */
export async function setGrantEnd(
	db: Client,
	memberId: string,
	grantId: string,
	endsAt: Date | null
): Promise<void> {
	unwrap(
		await db
			.from('member_grants')
			.update({ ends_at: endsAt?.toISOString() ?? null })
			.eq('member_id', memberId)
			.eq('id', grantId)
			.select('id')
			.single()
	);
}

/** Takes back what was given. */
export async function takeGrantBack(db: Client, memberId: string, grantId: string): Promise<void> {
	unwrap(
		await db
			.from('member_grants')
			.delete()
			.eq('member_id', memberId)
			.eq('id', grantId)
			.select('id')
			.single()
	);
}

/**
 * Deletes a member with all that is noted of them; what the books hold stays, without the member.
 * @throws {AppError} `subscription_live` while a subscription renews
 */
export async function deleteMember(db: Client, publicationId: string, id: string): Promise<void> {
	const { error, count } = await db
		.from('members')
		.delete({ count: 'exact' })
		.eq('publication_id', publicationId)
		.eq('id', id);
	if (error) throw toAppError(error);
	if (count === 0) throw new AppError('not_found', 404);
}
