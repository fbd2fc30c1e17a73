import { redirect, type ActionFailure } from '@sveltejs/kit';
import { formatDate } from '$lib/domain/dates';
import { historyWords } from '$lib/domain/member-history';
import { choiceWords, planWords, stopWords } from '$lib/domain/member-words';
import { endOfDay, wallTimeOf } from '$lib/domain/zoned-time';
import { grantEnd, memberAddress, memberFacts, oneGrant } from '$lib/schemas/member';
import {
	correctAddress,
	deleteMember,
	getMember,
	saveMember,
	setGrantEnd,
	takeGrantBack
} from '$lib/server/db/member';
import { findMember, listLabels } from '$lib/server/db/members';
import { listTierNames } from '$lib/server/db/tiers';
import { AppError, messageOf } from '$lib/server/errors';
import { formFailure, parseForm, type FormFailure } from '$lib/server/forms';
import { requireStaff } from '$lib/server/guards';
import type { Actions, PageServerLoad } from './$types';
import { subscriptionFacts } from './subscription-facts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const load: PageServerLoad = async (event) => {
	const { publication, role } = await requireStaff(event, 'admin');
	const db = event.locals.supabase;
	const { id } = event.params;
	const [member, tiers, labels] = await Promise.all([
		uuid.test(id) ? getMember(db, publication.id, id) : null,
		listTierNames(db, publication.id),
		listLabels(db, publication.id)
	]);
	if (!member) throw new AppError('not_found', 404);
	const { timeZone } = publication;
	const date = (moment: string | Date, style: 'short' | 'moment' = 'short') =>
		formatDate(moment, { language: 'en-GB', timeZone }, style);
	const now = new Date();
	return {
		labels,
		tiers: tiers.filter(({ archived }) => !archived),
		member: {
			...{ id: member.id, email: member.email, name: member.name, status: member.status },
			...{ note: member.note, labels: member.labels, source: member.source },
			mail: member.email_state,
			mailFacts: [
				{
					term: 'Their choice',
					value: choiceWords(member.mail.choice),
					at: member.mail.choice && date(member.mail.choice.at)
				},
				...member.mail.stops.map((stop) => ({
					term: stop.kind === 'hold' ? 'Stopped' : stop.kind === 'bounce' ? 'Bounce' : 'Complaint',
					value: stopWords(stop) + (stop.note ? `: “${stop.note}”` : ''),
					at: date(stop.at)
				}))
			].map(({ term, value, at }) => ({ term, value: at ? `${value} (${at})` : value })),
			isHeld: member.mail.stops.some(({ kind }) => kind === 'hold'),
			isBounced: member.mail.stops.some(({ kind }) => kind === 'bounce'),
			plan: planWords(member, timeZone),
			since: date(member.created_at),
			subscriptions: member.subscriptions.map((one) =>
				subscriptionFacts(one, { timeZone, showsMoney: role === 'owner' })
			),
			grants: member.grants.map(({ id, tier, endsAt, reason, givenAt }) => ({
				...{ id, tier, reason },
				over: endsAt !== null && new Date(endsAt) <= now,
				ends: endsAt && date(new Date(Date.parse(endsAt) - 1)),
				lastDay: endsAt ? wallTimeOf(new Date(Date.parse(endsAt) - 1), timeZone).slice(0, 10) : '',
				given: date(givenAt)
			})),
			history: member.events.map((one) => ({
				id: one.id,
				at: date(one.at, 'moment'),
				iso: one.at,
				...historyWords(one, timeZone)
			}))
		}
	};
};

export const actions: Actions = {
	save: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(memberFacts, event.request);
		if (!parsed.ok) return parsed.failure;
		const { id } = event.params;
		return orExplain(parsed.data, async () => {
			await saveMember(event.locals.supabase, publication.id, id, parsed.data);
			return 'Saved';
		});
	},

	address: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(memberAddress, event.request);
		if (!parsed.ok) return parsed.failure;
		const { email } = parsed.data;
		const db = event.locals.supabase;
		try {
			await correctAddress(db, event.params.id, email);
		} catch (error) {
			if (!(error instanceof AppError)) throw error;
			if (error.code === 'member_pays') {
				return formFailure(409, parsed.data, {
					email: 'Whoever has paid here changes their address themselves, in their account.'
				});
			}
			if (error.code === 'address_left') {
				return formFailure(409, parsed.data, {
					email: 'The person with that address left. Only they can come back, by joining again.'
				});
			}
			if (error.code !== 'address_taken') throw error;
			const there = await findMember(db, publication.id, email);
			return formFailure(409, parsed.data, {
				email: 'Another member has that address.',
				...(there && { there: there.id })
			});
		}
		return { done: 'Address changed' };
	},

	grant: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(grantEnd, event.request);
		if (!parsed.ok) return parsed.failure;
		const { grant, until } = parsed.data;
		const endsAt = until ? endOfDay(until, publication.timeZone) : null;
		if (endsAt && endsAt <= new Date()) {
			return formFailure(400, parsed.data, {
				until: 'That day is over. Take the access back instead, or choose a later one.'
			});
		}
		return orExplain(parsed.data, async () => {
			await setGrantEnd(event.locals.supabase, event.params.id, grant, endsAt);
			return 'Complimentary access changed';
		});
	},

	take: async (event) => {
		await requireStaff(event, 'admin');
		const parsed = await parseForm(oneGrant, event.request);
		if (!parsed.ok) return parsed.failure;
		return orExplain({}, async () => {
			await takeGrantBack(event.locals.supabase, event.params.id, parsed.data.grant);
			return 'Complimentary access taken back';
		});
	},

	delete: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const gone = await orExplain({}, async () => {
			await deleteMember(event.locals.supabase, publication.id, event.params.id);
			return 'Member deleted';
		});
		if ('done' in gone) redirect(303, `/desk/${publication.slug}/members`);
		return gone;
	}
};

const problems: Record<string, string> = {
	subscription_live:
		'Their subscription renews: money would go on being taken from somebody nobody knows. Cancel it first.',
	not_found: 'That is gone already.'
};

/** Does the work, or says in a sentence why it cannot be done. */
async function orExplain(
	values: Record<string, unknown>,
	work: () => Promise<string>
): Promise<{ done: string } | ActionFailure<FormFailure>> {
	try {
		return { done: await work() };
	} catch (error) {
		if (!(error instanceof AppError) || error.status === 500) throw error;
		return formFailure(error.status, values, {
			form: problems[error.code] ?? messageOf(error.code)
		});
	}
}
