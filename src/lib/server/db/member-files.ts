import type { ExportedMember, MemberRow } from '$lib/domain/member-file';
import { broughtMembers, type BroughtMembers, type MemberFilter } from '$lib/schemas/member';
import { unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';
import { conditions, type Roll } from './members';

/** Members in one answer: one value, since the API cuts lists of rows at a thousand. */
const PAGE = 2000;

/** The members that a filter leaves, by address, some thousand at a time. */
export async function* exportedMembers(
	db: Client,
	roll: Roll,
	filter: MemberFilter
): AsyncGenerator<ExportedMember[]> {
	const p_filter = conditions(roll, filter);
	for (let after = ''; ;) {
		const answer = unwrap(
			await db.rpc('member_export', {
				p_publication_id: roll.id,
				p_filter,
				p_after: after,
				p_limit: PAGE
			})
		);
		// Written by our own function, and far too many to be looked at one by one.
		const members = answer as unknown as ExportedMember[];
		if (members.length > 0) yield members;
		if (members.length < PAGE) return;
		after = members.at(-1)?.[0] ?? '';
	}
}

/** Brings lines of a file, all or none of them. Sent twice they are sent once. */
export async function importMembers(
	db: Client,
	publicationId: string,
	rows: MemberRow[]
): Promise<BroughtMembers> {
	const answer = unwrap(
		await db.rpc('import_member_rows', {
			p_publication_id: publicationId,
			p_rows: rows.map((row) => ({ ...row, grants: row.grants?.map((one) => ({ ...one })) }))
		})
	);
	return broughtMembers.parse(answer);
}
