import { formatDate } from '$lib/domain/dates';
import { planWords } from '$lib/domain/member-words';
import { encodeMemberCursor, memberListQuery } from '$lib/schemas/member';
import type { Client } from '$lib/supabase/server';
import { countMembers, listLabels, listMembers } from './db/members';
import { listTierNames } from './db/tiers';
import { AppError } from './errors';
import type { Staff } from './guards';

/**
 * What the list of members in the desk shows.
 * @param query of the address, see {@link memberListQuery}
 */
export async function loadMemberList(db: Client, { publication }: Staff, query: URLSearchParams) {
	const { timeZone } = publication;
	const names = Object.keys(memberListQuery.shape);
	const { after, before, ...filter } = memberListQuery.parse(
		Object.fromEntries(names.map((name) => [name, query.get(name)]))
	);
	const [{ members, newer, older }, counts, labels, tiers] = await Promise.all([
		listMembers(db, publication, filter, { after, before }),
		countMembers(db, publication, filter),
		listLabels(db, publication.id),
		listTierNames(db, publication.id)
	]);
	return {
		filter,
		counts,
		labels,
		tiers,
		newer: newer && encodeMemberCursor(newer),
		older: older && encodeMemberCursor(older),
		members: members.map((member) => ({
			id: member.id,
			email: member.email,
			name: member.name,
			status: member.status,
			mail: member.email_state,
			source: member.source,
			labels: member.labels,
			plan: planWords(member, timeZone),
			since: formatDate(member.created_at, { language: 'en-GB', timeZone }, 'short')
		}))
	};
}

export type MemberListData = Awaited<ReturnType<typeof loadMemberList>>;

/** The list, or null when the records cannot be reached: the page says so and offers to try again. */
export async function loadMemberListOrNull(
	...args: Parameters<typeof loadMemberList>
): Promise<MemberListData | null> {
	try {
		return await loadMemberList(...args);
	} catch (error) {
		if (error instanceof AppError && error.status === 503) return null;
		throw error;
	}
}
