import { z } from 'zod';
import { addedMemberships } from '$lib/limits';
import { unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';

const moment = z.string().nullable();

const subscriptionSchema = z
	.object({
		tier_id: z.string().nullable(),
		tier_name: z.string().nullable(),
		status: z.string(),
		opens: z.boolean(),
		renews: z.boolean(),
		interval: z.string(),
		interval_count: z.number(),
		currency: z.string(),
		amount: z.number(),
		current_period_end: moment,
		trial_end: moment,
		grace_until: moment,
		ends_at: moment,
		action_required: z.boolean(),
		failure: z.string().nullable(),
		invoice_url: z.string().nullable()
	})
	.transform((row) => ({
		tierId: row.tier_id,
		tierName: row.tier_name,
		/** Stripe's word. */
		status: row.status,
		/** It gives access now. */
		opens: row.opens,
		/** Money will be taken again unless somebody stops it. */
		renews: row.renews,
		interval: row.interval,
		intervalCount: row.interval_count,
		currency: row.currency,
		/** For one interval of so many units, in the smallest unit of the currency. */
		amount: row.amount,
		currentPeriodEnd: row.current_period_end,
		trialEnd: row.trial_end,
		/** While a payment is missing: until when it still opens. */
		graceUntil: row.grace_until,
		/** When it ended, or will. */
		endsAt: row.ends_at,
		/** The bank wants the payer to confirm the open invoice. */
		actionRequired: row.action_required,
		failure: row.failure,
		/** Stripe's page of the open invoice. */
		invoiceUrl: row.invoice_url
	}));

/** The subscription of a member that counts most. */
export type Subscription = z.output<typeof subscriptionSchema>;

const standingShape = {
	tiers: z.array(z.string()),
	grants: z.array(
		z
			.object({ tier_id: z.string(), tier_name: z.string(), ends_at: moment })
			.transform((row) => ({ tierId: row.tier_id, tierName: row.tier_name, endsAt: row.ends_at }))
	),
	subscription: subscriptionSchema.nullable()
};
const standingSchema = z.object(standingShape);

export type Letters = 'subscribed' | 'unsubscribed';

/** Why no letters come although the reader wants them: the staff holds them back, or mail came back. */
export type LetterStop = 'held' | 'bounced';

const membershipSchema = z
	.object({
		status: z.enum(['active', 'banned', 'left']),
		email: z.string(),
		name: z.string(),
		email_state: z.string(),
		wants_mail: z.boolean(),
		since: z.string(),
		...standingShape
	})
	.transform(({ email_state, wants_mail, ...row }) => ({
		...row,
		...lettersOf(email_state, wants_mail)
	}));

/** The visitor's membership of a publication, also one that they left or were banned from. */
export type Membership = z.output<typeof membershipSchema>;

/** The visitor's membership of a publication; null for a stranger and for nobody. */
export async function getMembership(db: Client, publicationId: string): Promise<Membership | null> {
	const answer = unwrap(await db.rpc('my_membership', { p_publication_id: publicationId }));
	return membershipSchema.nullable().parse(answer);
}

export type ListedMembership = Omit<Membership, 'name'> & {
	publication: { id: string; slug: string; name: string };
};

/** A membership that others made for the visitor's address, and that the visitor has not accepted. */
export interface AddedMembership {
	publication: { id: string; name: string };
	email: string;
	/** ISO. */
	since: string;
	/** Whether it came with an imported list, and not one by one. */
	imported: boolean;
}

export interface Memberships {
	/** Newest first. */
	own: ListedMembership[];
	/** Newest first; `addedMemberships.shown` at most. */
	added: AddedMembership[];
	/** How many of the added ones there are in all. */
	addedTotal: number;
}

/** Where the visitor is a member, and where others say so. */
export async function listMemberships(db: Client): Promise<Memberships> {
	const rows = unwrap(await db.rpc('my_memberships', { p_added: addedMemberships.shown }));
	const added = rows.filter(({ accepted }) => !accepted);
	return {
		own: rows
			.filter(({ accepted }) => accepted)
			.map((row) => ({
				publication: {
					...{ id: row.publication_id, slug: row.publication_slug },
					name: row.publication_name
				},
				status: row.status === 'banned' ? 'banned' : 'active',
				email: row.email,
				...lettersOf(row.email_state, row.wants_mail),
				since: row.since,
				...standingSchema.parse(row.standing)
			})),
		added: added.map((row) => ({
			publication: { id: row.publication_id, name: row.publication_name },
			email: row.email,
			since: row.since,
			imported: row.source === 'import'
		})),
		addedTotal: added[0]?.added_total ?? 0
	};
}

/**
 * Keeps a membership that others made. Changes neither access nor mail.
 * @throws {AppError} `not_a_member`
 */
export async function acceptMembership(db: Client, publicationId: string): Promise<void> {
	unwrap(await db.rpc('accept_membership', { p_publication_id: publicationId }));
}

/**
 * Leaves a publication whose membership others made, or all of these (null), and says no to their mail.
 * @returns how many were left
 */
export async function declineMemberships(
	db: Client,
	publicationId: string | null
): Promise<number> {
	return unwrap(
		await db.rpc(
			'decline_memberships',
			publicationId === null ? {} : { p_publication_id: publicationId }
		)
	);
}

/** @throws {AppError} `has_subscription`, `not_a_member`, `banned` */
export async function leavePublication(db: Client, publicationId: string): Promise<void> {
	unwrap(await db.rpc('leave_publication', { p_publication_id: publicationId }));
}

/** @throws {AppError} `not_a_member` */
export async function setLetters(
	db: Client,
	publicationId: string,
	letters: Letters
): Promise<void> {
	unwrap(await db.rpc('set_email_choice', { p_publication_id: publicationId, p_state: letters }));
}

/**
 * Has a link mailed to a new address, with which the visitor's membership moves to it.
 * @throws {AppError} `same_address`, `too_many_requests`, `not_a_member`, `banned`
 */
export async function requestAddressChange(
	db: Client,
	publicationId: string,
	email: string
): Promise<void> {
	unwrap(
		await db.rpc('request_address_change', { p_publication_id: publicationId, p_email: email })
	);
}

export interface AddressChange {
	publicationSlug: string;
	publicationName: string;
	/** Enough to recognise the new address by. */
	emailHint: string;
	state: 'open' | 'used' | 'expired';
}

/** What whoever holds the token may know of the change; null for an unknown one. */
export async function previewAddressChange(
	db: Client,
	token: string
): Promise<AddressChange | null> {
	const [row] = unwrap(await db.rpc('address_change_preview', { p_token: token }));
	return row
		? {
				publicationSlug: row.publication_slug,
				publicationName: row.publication_name,
				emailHint: row.email_hint,
				state: row.state === 'open' || row.state === 'used' ? row.state : 'expired'
			}
		: null;
}

/** @throws {AppError} `change_not_found`, `change_used`, `change_expired`, `address_taken` */
export async function confirmAddressChange(db: Client, token: string): Promise<void> {
	unwrap(await db.rpc('confirm_address_change', { p_token: token }));
}

function lettersOf(
	state: string,
	wanted: boolean
): { letters: Letters; letterStop: LetterStop | null } {
	return {
		letters: wanted ? 'subscribed' : 'unsubscribed',
		letterStop: wanted && state !== 'subscribed' ? (state === 'bounced' ? 'bounced' : 'held') : null
	};
}
