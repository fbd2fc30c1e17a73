import type { MemberStatus } from '$lib/domain/member-words';
import { endOfDay } from '$lib/domain/zoned-time';
import type { MemberAction } from '$lib/schemas/member';
import { changeMembers as changeForm, newMember, undoMembers } from '$lib/schemas/member';
import type { Client } from '$lib/supabase/server';
import {
	addMember,
	changeMembers,
	findMember,
	undoMemberChange,
	type FoundMember
} from './db/members';
import { AppError, messageOf } from './errors';
import { formFailure, parseForm } from './forms';
import type { Staff } from './guards';

interface Call {
	db: Client;
	staff: Staff;
	request: Request;
}

/**
 * Adds a member by hand. When the address has a member already, the answer says so and links to it.
 * Somebody who left or is banned does not become active: the answer says why.
 */
export async function addOne({ db, staff, request }: Call) {
	const parsed = await parseForm(newMember, request);
	if (!parsed.ok) return parsed.failure;
	const { publication } = staff;
	const { email, name, label, tier, until } = parsed.data;
	const endsAt = until ? endOfDay(until, publication.timeZone) : null;
	if (endsAt && endsAt <= new Date()) {
		return formFailure(400, parsed.data, { until: 'That day is over. Choose a later one.' });
	}
	const labels = [...new Set(label)];
	const typed = { ...parsed.data, label: labels.join(', ') };
	try {
		await addMember(db, publication.id, { email, name, labels, tierId: tier, endsAt });
		const added = await findMember(db, publication.id, email);
		if (!added || added.status === 'active') return { done: `${email} is a member now` };
		return thereAlready(added);
	} catch (error) {
		if (!(error instanceof AppError) || error.code !== 'taken') throw error;
		return thereAlready(await findMember(db, publication.id, email));
	}

	function thereAlready(there: FoundMember | null) {
		const errors = {
			email: thereWords[there?.status ?? 'active'],
			...(there && { there: there.id })
		};
		return formFailure(409, typed, errors);
	}
}

const thereWords: Record<MemberStatus, string> = {
	active: 'That address is a member already.',
	left: 'This person left. Only they can come back, by joining again.',
	banned: 'This person is banned. Lift the ban if they may come back.'
};

/** Does one thing to the members that are named, and says to how many, with a way back. */
export async function changeSome({ db, staff, request }: Call) {
	const parsed = await parseForm(changeForm, request);
	if (!parsed.ok) return parsed.failure;
	const { publication } = staff;
	const { id: ids, action, label, tier, until, note } = parsed.data;
	const endsAt = until ? endOfDay(until, publication.timeZone) : null;
	try {
		const { changed, left, undo } = await changeMembers(db, publication.id, ids, {
			...{ action, endsAt },
			...(label !== undefined && { label }),
			...(tier !== undefined && { tierId: tier }),
			...(note !== undefined && { note })
		});
		return { done: words(action, changed, left, label), undo: undo === null ? [] : [undo] };
	} catch (error) {
		if (!(error instanceof AppError) || error.status === 500) throw error;
		return formFailure(error.status, {}, { form: problems[error.code] ?? messageOf(error.code) });
	}
}

/** Takes back what was done last. */
export async function undoSome({ db, request }: Call) {
	const parsed = await parseForm(undoMembers, request);
	if (!parsed.ok) return parsed.failure;
	try {
		await undoMemberChange(db, parsed.data.was);
	} catch (error) {
		if (!(error instanceof AppError) || error.code !== 'too_late_to_undo') throw error;
		return formFailure(409, {}, { form: 'That was too long ago to be undone.' });
	}
	return { done: 'Undone' };
}

const problems: Record<string, string> = {
	ends_in_the_past: 'That day is over. Choose a later one.',
	not_found: 'That tier is gone. Nothing was changed.'
};

function words(action: MemberAction, changed: number, left: number, label = ''): string {
	if (changed === 0) return 'Nothing to do there';
	const who = changed === 1 ? 'One member' : `${changed} members`;
	const did: Record<MemberAction, string> = {
		label_add: `${who} labelled “${label}”`,
		label_remove: `“${label}” taken off ${who.toLowerCase()}`,
		grant: `${who} given complimentary access`,
		ban: `${who} banned`,
		unban: `${who} let in again`,
		stop_mail: `Mail to ${who.toLowerCase()} stopped`,
		resume_mail: `Mail to ${who.toLowerCase()} no longer stopped by you`
	};
	const rest = left === 0 ? '' : `; ${left === 1 ? 'one stays' : `${left} stay`} as before`;
	return did[action] + rest;
}
