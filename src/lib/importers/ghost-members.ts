import { emailAddress } from '../domain/email-address.ts';
import { csvRows, type CsvRow } from './csv-rows.ts';
import type { GhostItem } from './ghost-items.ts';
import type { GhostMember } from './ghost-rows.ts';
import { ImportFileError } from './import-file-error.ts';
import type { OpenFile } from './json-rows.ts';

export interface MembersSurvey {
	total: number;
	/** Addresses that any line calls unsubscribed: no other line makes them subscribed again. */
	unsubscribed: Set<string>;
}

/**
 * Reads the members' file through once.
 * @throws {ImportFileError} also for a file without a column of addresses
 */
export async function surveyMembers(open: OpenFile): Promise<MembersSurvey> {
	const survey: MembersSurvey = { total: 0, unsubscribed: new Set() };
	for await (const row of csvRows(open)) {
		if (!('email' in row.cells))
			throw new ImportFileError('it has no column “email” in its first line');
		survey.total += 1;
		const { email, subscribed } = memberOf(row);
		if (!subscribed) survey.unsubscribed.add(email);
	}
	if (survey.total === 0) throw new ImportFileError('it has no members');
	return survey;
}

/** The members of a file, each address once. */
export async function* memberItems(
	open: OpenFile,
	{ unsubscribed }: MembersSurvey
): AsyncGenerator<GhostItem> {
	const met = new Set<string>();
	for await (const row of csvRows(open)) {
		const member = memberOf(row);
		const fault = row.isRagged ? 'ragged' : met.has(member.email) ? 'twice' : null;
		if (!fault) met.add(member.email);
		const subscribed = member.subscribed && !unsubscribed.has(member.email);
		yield { kind: 'member', row: { ...member, subscribed }, line: row.line, fault };
	}
}

function memberOf({ cells }: CsvRow): GhostMember {
	let formulas = 0;
	const cell = (name: string) => {
		const written = (cells[name] ?? '').trim();
		// Whoever wrote the file may have put a mark before what a spreadsheet would compute.
		const value = /^'[=+\-@\t\r]/.test(written) ? written.slice(1) : written;
		if (/^[=+\-@]/.test(value)) formulas += 1;
		return value;
	};
	const list = (name: string) => [
		...new Set(
			cell(name)
				.split(',')
				.map((part) => part.trim())
				.filter(Boolean)
		)
	];
	const member = {
		email: emailAddress(cell('email')) ?? cell('email').toLowerCase(),
		name: cell('name'),
		subscribed: !/^(?:false|no|0)$/i.test(cell('subscribed_to_emails')),
		complimentary: /^(?:true|yes|1)$/i.test(cell('complimentary_plan')),
		stripeCustomerId: cell('stripe_customer_id'),
		createdAt: cell('created_at'),
		isDeleted: cell('deleted_at') !== '',
		isGift: cell('gift_id') !== '',
		labels: list('labels'),
		tiers: list('tiers')
	};
	return { ...member, formulas };
}
