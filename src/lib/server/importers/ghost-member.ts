import { emailAddress } from '../../domain/email-address.ts';
import type { GhostItem } from '../../importers/ghost-items.ts';
import { moment, Notes } from './ghost-notes.ts';
import type { MemberRecord } from './records.ts';

type Item = Extract<GhostItem, { kind: 'member' }>;

/** A line of Ghost's members file. */
export function memberRecord({ row, line, fault }: Item): MemberRecord {
	const notes = new Notes();
	const problem = problemOf(row, fault);
	const record: MemberRecord = {
		kind: 'member',
		sourceId: problem ? `line ${line}` : row.email,
		label: problem ? `line ${line}: ${notes.clip(row.email, 200)}` : row.email,
		notes: notes.list,
		...(problem && { problem }),
		email: row.email,
		name: notes.clip(row.name, 120),
		emailState: row.subscribed ? 'subscribed' : 'unsubscribed',
		labels: row.labels.map((label) => notes.clip(label, 191)).filter(Boolean),
		grants: row.complimentary ? (row.tiers.length > 0 ? row.tiers : ['']) : [],
		stripeCustomerId: notes.clip(row.stripeCustomerId, 255) || null,
		createdAt: moment(row.createdAt)
	};
	if (!row.subscribed) notes.add('unsubscribed');
	if (row.stripeCustomerId && !row.complimentary) notes.add('paying');
	if (row.isGift) notes.add('gift');
	notes.add('formula', row.formulas);
	return record;
}

function problemOf(row: Item['row'], fault: Item['fault']): string | undefined {
	if (fault === 'ragged') return 'the line has more or fewer cells than there are columns';
	if (fault === 'twice') return 'the address stands in the file twice';
	if (row.isDeleted) return 'deleted at the source';
	if (row.email === '') return 'there is no address';
	if (emailAddress(row.email) !== row.email) {
		return 'nobody can sign in with this address: it should look like name@example.org';
	}
	return undefined;
}
