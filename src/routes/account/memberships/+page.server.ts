import { redirect } from '@sveltejs/kit';
import {
	addedMembership,
	changeAddress,
	chooseLetters,
	membershipPortal,
	oneMembership
} from '$lib/schemas/account';
import {
	acceptMembership,
	declineMemberships,
	leavePublication,
	requestAddressChange,
	setLetters
} from '$lib/server/db/memberships';
import { openPortal } from '$lib/server/db/payments';
import { AppError } from '$lib/server/errors';
import { evenTime } from '$lib/server/even-time';
import { formFailure, parseForm } from '$lib/server/forms';
import { requireUser } from '$lib/server/guards';
import { paymentRefusal } from '$lib/server/payment-refusals';
import type { Actions } from './$types';

const problems: Record<string, string> = {
	banned: 'That is closed to this address.',
	has_subscription: 'Your subscription renews. Cancel it first; then you can leave.',
	not_a_member: 'You are not a member there any more.',
	same_address: 'That is the address it has already.',
	too_many_requests: 'That were several tries already. Please wait an hour.'
};

/** @throws what is none of the refusals above */
function refusalOf(error: unknown): { status: number; words: string } {
	const words = error instanceof AppError ? problems[error.code] : undefined;
	if (!(error instanceof AppError) || words === undefined) throw error;
	return { status: error.status, words };
}

export const actions: Actions = {
	/** Keeps a membership that others made. */
	keep: async (event) => {
		requireUser(event);
		const parsed = await parseForm(oneMembership, event.request);
		if (!parsed.ok) return parsed.failure;
		const { publication } = parsed.data;
		try {
			await acceptMembership(event.locals.supabase, publication);
		} catch (error) {
			const { status, words } = refusalOf(error);
			return formFailure(status, { publication }, { form: words });
		}
		return { done: 'kept', publication };
	},

	/** Leaves a publication whose membership others made, or all of them. */
	remove: async (event) => {
		requireUser(event);
		const parsed = await parseForm(addedMembership, event.request);
		if (!parsed.ok) return parsed.failure;
		const { publication } = parsed.data;
		await declineMemberships(event.locals.supabase, publication ?? null);
		return { done: publication ? 'removed' : 'removed_all' };
	},

	/** Leads to where a subscription is looked after. */
	portal: async (event) => {
		requireUser(event);
		const parsed = await parseForm(membershipPortal, event.request);
		if (!parsed.ok) return parsed.failure;
		const { publication, flow } = parsed.data;
		let to: string;
		try {
			to = await openPortal(event.locals.supabase, publication, flow, '/account/memberships');
		} catch (error) {
			const { status, words } = paymentRefusal(error);
			return formFailure(status, { publication }, { form: words });
		}
		redirect(303, to);
	},

	letters: async (event) => {
		requireUser(event);
		const parsed = await parseForm(chooseLetters, event.request);
		if (!parsed.ok) return parsed.failure;
		const { publication, letters } = parsed.data;
		try {
			await setLetters(event.locals.supabase, publication, letters);
		} catch (error) {
			const { status, words } = refusalOf(error);
			return formFailure(status, { publication }, { form: words });
		}
		return { done: letters, publication };
	},

	address: async (event) => {
		requireUser(event);
		const parsed = await parseForm(changeAddress, event.request);
		if (!parsed.ok) return parsed.failure;
		const { publication, email } = parsed.data;
		try {
			await evenTime(() => requestAddressChange(event.locals.supabase, publication, email));
		} catch (error) {
			const { status, words } = refusalOf(error);
			return formFailure(status, { publication, email }, { email: words });
		}
		return { done: 'address', publication };
	},

	leave: async (event) => {
		requireUser(event);
		const parsed = await parseForm(oneMembership, event.request);
		if (!parsed.ok) return parsed.failure;
		const { publication } = parsed.data;
		try {
			await leavePublication(event.locals.supabase, publication);
		} catch (error) {
			const { status, words } = refusalOf(error);
			return formFailure(status, { publication }, { form: words });
		}
		return { done: 'left', publication };
	}
};
