import { z } from 'zod';
import { mailStates, memberPlans, memberSources, memberStatuses } from '../domain/member-words.ts';
import { isAtMost, isOneLine, isSeen, isStorable } from '../domain/plain-text.ts';
import { requests } from '../limits.ts';
import { day, moment } from './moments.ts';
import { email } from './sign-in.ts';

/** Members that are changed at once; the database refuses more. */
export const MEMBERS_AT_ONCE = 500;

export const memberName = z
	.string()
	.trim()
	.refine((text) => isAtMost(text, 120), {
		error: 'A name has 120 characters at most. Please shorten it.'
	})
	.refine(isOneLine, { error: 'A name stands on one line, without control characters.' })
	.default('');

export const memberNote = z
	.string()
	.transform((text) => text.replaceAll('\r\n', '\n'))
	.refine((text) => isAtMost(text, 5000), {
		error: 'A note has 5000 characters at most. Please shorten it.'
	})
	.refine(isStorable, { error: 'The note has a character that cannot be kept.' });

export const memberLabel = z
	.string({ error: 'Please type a label.' })
	.trim()
	.refine((text) => text !== '' && isSeen(text), { error: 'Please type a label.' })
	.refine((text) => isAtMost(text, 191), {
		error: 'A label has 191 characters at most. Please shorten it.'
	})
	.refine(isOneLine, { error: 'A label stands on one line, without control characters.' });

const optionalId = z.union([z.literal('').transform(() => null), z.uuid()]).default(null);

/** A day on the clock of the publication: `2026-11-20`; null for none. */
const optionalDay = z.union([z.literal('').transform(() => null), day]).default(null);

export const newMember = z.object({
	email,
	name: memberName,
	/** An empty field for a further label counts as none. */
	label: z
		.array(z.string())
		.transform((typed) => typed.filter((label) => label !== ''))
		.pipe(z.array(memberLabel).max(50))
		.default([]),
	tier: optionalId,
	/** Last day of the complimentary access. */
	until: optionalDay
});

const mailNote = z
	.string()
	.trim()
	.refine((text) => isAtMost(text, 500), {
		error: 'A note has 500 characters at most. Please shorten it.'
	})
	.refine(isOneLine, { error: 'A note stands on one line, without control characters.' });

/** What is done to members that were selected. */
export const changeMembers = z
	.object({
		id: z
			.array(z.uuid())
			.min(1, { error: 'Nobody is selected.' })
			.max(MEMBERS_AT_ONCE, { error: `${MEMBERS_AT_ONCE} members at once at most, please.` }),
		action: z.enum([
			'label_add',
			'label_remove',
			'grant',
			'ban',
			'unban',
			'stop_mail',
			'resume_mail'
		]),
		label: memberLabel.optional(),
		tier: z.uuid({ error: 'Please choose a tier.' }).optional(),
		until: optionalDay,
		/** Why mail is stopped or allowed again. */
		note: mailNote.optional()
	})
	.refine(({ action, label }) => !action.startsWith('label') || label !== undefined, {
		path: ['label'],
		error: 'Please type a label.'
	})
	.refine(({ action, tier }) => action !== 'grant' || tier !== undefined, {
		path: ['tier'],
		error: 'Please choose a tier.'
	});
export type MemberAction = z.output<typeof changeMembers>['action'];

export const undoMembers = z.object({ was: z.uuid() });

const place = z
	.string()
	.max(requests.cursor)
	.transform((text) => text.split('~'))
	.pipe(z.tuple([moment, z.uuid()]))
	.transform(([createdAt, id]) => ({ createdAt, id }))
	.nullable()
	.catch(null);

/** What a list of members is narrowed to; null for no matter. Anything unknown counts as not given. */
export const memberFilter = z.object({
	plan: z.enum(memberPlans).nullable().catch(null),
	status: z.enum(memberStatuses).nullable().catch(null),
	mail: z.enum(mailStates).nullable().catch(null),
	tier: z.uuid().nullable().catch(null),
	label: memberLabel.nullable().catch(null),
	source: z.enum(memberSources).nullable().catch(null),
	/** First and last day of joining, on the clock of the publication. */
	since: day.nullable().catch(null),
	until: day.nullable().catch(null),
	/** A part of an address or a name. */
	q: z
		.string()
		.transform((text) => [...text.trim()].slice(0, 100).join(''))
		.refine((text) => text !== '' && isStorable(text))
		.nullable()
		.catch(null)
});
export type MemberFilter = z.output<typeof memberFilter>;

/** The query of a list: its filter, and the last member of the page before or the first of the next. */
export const memberListQuery = memberFilter.extend({ after: place, before: place });

export interface MemberCursor {
	createdAt: string;
	id: string;
}

/** A place in a list of members, as it stands in an address. */
export function encodeMemberCursor({ createdAt, id }: MemberCursor): string {
	return `${createdAt}~${id}`;
}

/** What staff write on the page of a member. */
export const memberFacts = z.object({ name: memberName, note: memberNote.default('') });

export const memberAddress = z.object({ email });

/** When access that was given ends: the last day, or never. */
export const grantEnd = z.object({ grant: z.uuid(), until: optionalDay });

export const oneGrant = z.object({ grant: z.uuid() });

/**
 * A line of a file of members. The bounds are wider than those of the database, which checks the rest. The
 * reader of the file leaves out lines that are over a bound: one of them would stop the whole batch.
 */
export const memberFileRow = z.object({
	line: z.number().int().min(1),
	email: z.string().max(1000),
	name: z.string().max(2000).optional(),
	note: z.string().max(20_000).optional(),
	status: z.enum(memberStatuses).optional(),
	email_state: z.enum(mailStates).optional(),
	labels: z.array(z.string().max(2000)).max(500).optional(),
	joined_at: moment.optional(),
	source: z.string().max(40).optional(),
	grants: z
		.array(z.object({ tier: z.string().max(300), until: moment.optional() }))
		.max(100)
		.optional()
});

export const memberRows = z.object({ rows: z.array(memberFileRow).min(1).max(1000) });

/** What became of them. */
export const broughtMembers = z.object({
	created: z.number(),
	changed: z.number(),
	unchanged: z.number(),
	skipped: z.number(),
	remarks: z.array(
		z.object({
			line: z.number(),
			code: z.string(),
			detail: z.string().nullish(),
			/** Whether the line was left out for it. */
			skipped: z.boolean()
		})
	)
});
export type BroughtMembers = z.output<typeof broughtMembers>;
