import { z } from 'zod';
import { endOfDay, startOfDay } from '$lib/domain/zoned-time';
import { mailStates, memberPlans, memberSources, memberStatuses } from '$lib/domain/member-words';
import type { MemberAction, MemberCursor, MemberFilter } from '$lib/schemas/member';
import { toAppError, unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';
import type { Json } from '$lib/supabase/database.types';

/** Members of one page of the list. */
export const MEMBER_PAGE = 50;

const plan = {
	plan: z.enum(memberPlans),
	tier: z.string().nullable(),
	payment: z.string().nullable(),
	every: z.string().nullable(),
	until: z.string().nullable()
};

const listedMember = z.object({
	id: z.uuid(),
	email: z.string(),
	name: z.string(),
	status: z.enum(memberStatuses),
	// A word nobody knows stops mail.
	email_state: z.enum(mailStates).catch('held'),
	source: z.enum(memberSources),
	created_at: z.string(),
	labels: z.array(z.string()),
	...plan
});

export type ListedMember = z.output<typeof listedMember>;

const counts = z.object({
	all: z.number(),
	paying: z.number(),
	complimentary: z.number(),
	lapsed: z.number()
});
export type MemberCounts = z.output<typeof counts>;

export interface MemberPage {
	members: ListedMember[];
	newer: MemberCursor | null;
	older: MemberCursor | null;
}

/** Whose members, and on which clock their days are. */
export interface Roll {
	id: string;
	timeZone: string;
}

/**
 * The newest members first. `after` is the last of the page before, `before` the first of the page
 * after.
 */
export async function listMembers(
	db: Client,
	roll: Roll,
	filter: MemberFilter,
	{ after = null, before = null }: { after?: MemberCursor | null; before?: MemberCursor | null }
): Promise<MemberPage> {
	const place = after ?? before;
	const backwards = after === null && before !== null;
	const answer = unwrap(
		await db.rpc('member_page', {
			p_publication_id: roll.id,
			p_filter: conditions(roll, filter),
			...(place && { p_at: place.createdAt, p_id: place.id }),
			p_backwards: backwards,
			p_limit: MEMBER_PAGE + 1
		})
	);
	const rows = z.array(listedMember).parse(answer);
	const more = rows.length > MEMBER_PAGE;
	// Who came in between fills the first page up: it is never a short one.
	if (backwards && !more) return listMembers(db, roll, filter, {});

	const members = backwards ? rows.slice(1) : rows.slice(0, MEMBER_PAGE);
	const [first, last] = [members.at(0), members.at(-1)];
	return {
		members,
		newer: first && (backwards || after !== null) ? cursorOf(first) : null,
		older: last && (backwards || more) ? cursorOf(last) : null
	};
}

/** One member as the list has them, or null. */
export async function getListedMember(
	db: Client,
	publicationId: string,
	id: string
): Promise<ListedMember | null> {
	const answer = unwrap(
		await db.rpc('member_page', { p_publication_id: publicationId, p_filter: { id } })
	);
	return z.array(listedMember).parse(answer)[0] ?? null;
}

/** How many members a filter leaves, whatever their plan. */
export async function countMembers(
	db: Client,
	roll: Roll,
	filter: MemberFilter
): Promise<MemberCounts> {
	const answer = unwrap(
		await db.rpc('member_counts', {
			p_publication_id: roll.id,
			p_filter: conditions(roll, filter)
		})
	);
	return counts.parse(answer);
}

/** The labels of a publication by name; 500 at most. */
export async function listLabels(db: Client, publicationId: string): Promise<string[]> {
	return unwrap(await db.rpc('member_label_names', { p_publication_id: publicationId }));
}

/**
 * Adds a member, with labels and complimentary access. Nobody is told by mail.
 * @throws {AppError} `taken` when the address is a member already
 */
export async function addMember(
	db: Client,
	publicationId: string,
	wish: {
		email: string;
		name: string;
		labels: string[];
		tierId: string | null;
		endsAt: Date | null;
	}
): Promise<string> {
	return unwrap(
		await db.rpc('add_member', {
			p_publication_id: publicationId,
			p_email: wish.email,
			p_name: wish.name,
			p_labels: wish.labels,
			...(wish.tierId && { p_tier_id: wish.tierId }),
			...(wish.endsAt && { p_ends_at: wish.endsAt.toISOString() })
		})
	);
}

const foundMember = z.object({ id: z.uuid(), status: z.enum(memberStatuses) });
export type FoundMember = z.output<typeof foundMember>;

/** The member of an address, or null. */
export async function findMember(
	db: Client,
	publicationId: string,
	email: string
): Promise<FoundMember | null> {
	const row = unwrap(
		await db
			.from('members')
			.select('id, status')
			.eq('publication_id', publicationId)
			.eq('email', email)
			.maybeSingle()
	);
	return foundMember.nullable().parse(row);
}

const changed = z.object({
	changed: z.number(),
	left: z.number(),
	undo: z.uuid().nullable()
});
export type MembersChanged = z.output<typeof changed>;

/**
 * Does one thing to up to 500 members, all in one statement.
 * @throws {AppError} `forbidden`, `too_many_members`, `ends_in_the_past`; `not_found` for a tier
 */
export async function changeMembers(
	db: Client,
	publicationId: string,
	ids: string[],
	wish: {
		action: MemberAction;
		label?: string;
		tierId?: string;
		endsAt?: Date | null;
		note?: string;
	}
): Promise<MembersChanged> {
	const answer = unwrap(
		await db.rpc('change_members', {
			p_publication_id: publicationId,
			p_member_ids: ids,
			p_action: wish.action,
			...(wish.label !== undefined && { p_label: wish.label }),
			...(wish.tierId !== undefined && { p_tier_id: wish.tierId }),
			...(wish.endsAt && { p_ends_at: wish.endsAt.toISOString() }),
			...(wish.note !== undefined && { p_note: wish.note })
		})
	);
	return changed.parse(answer);
}

/**
 * Makes members what they were before a change of the caller.
 * @throws {AppError} `too_late_to_undo` after ten minutes, or when it was undone already
 */
export async function undoMemberChange(db: Client, id: string): Promise<void> {
	const { error } = await db.rpc('undo_member_change', { p_change_id: id });
	if (error) throw toAppError(error);
}

/** A filter as the database takes it, with moments for days. */
export function conditions({ timeZone }: Roll, filter: MemberFilter): Json {
	const { mail, since, until, ...same } = filter;
	const given = {
		...same,
		email_state: mail,
		from: since && startOfDay(since, timeZone).toISOString(),
		to: until && endOfDay(until, timeZone).toISOString()
	};
	return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

function cursorOf({ created_at, id }: ListedMember): MemberCursor {
	return { createdAt: created_at, id };
}
