import { redirect, type RequestEvent } from '@sveltejs/kit';
import { homePath } from '$lib/domain/addresses';
import { suggestAddress } from '$lib/domain/email-typos';
import { everyOf } from '$lib/domain/offers';
import { listMeta } from '$lib/domain/page-meta';
import { joinPath, readingPlace, sentenceAt } from '$lib/domain/return-paths';
import {
	chooseTier,
	joinByAddress,
	joinSignedIn,
	openPortal as portal
} from '$lib/schemas/joining';
import { joinPublication, requestToJoin } from '$lib/server/db/joining';
import { listOffers } from '$lib/server/db/offers';
import { openPortal, startCheckout } from '$lib/server/db/payments';
import { getGraceDays } from '$lib/server/db/publications';
import { AppError } from '$lib/server/errors';
import { evenTime } from '$lib/server/even-time';
import { env } from '$lib/server/env';
import { formFailure, parseForm } from '$lib/server/forms';
import { allowAnonymous, requireUser } from '$lib/server/guards';
import { keepJoining } from '$lib/server/join-cookie';
import { refusalToMail } from '$lib/server/join-refusals';
import { paymentRefusal } from '$lib/server/payment-refusals';
import { absolute, findPublication } from '$lib/server/reading';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, parent, url }) => {
	const { publication, home } = await parent();
	const [offers, graceDays] = await Promise.all([
		listOffers(locals.supabase, publication.id),
		getGraceDays(locals.supabase, publication.id)
	]);
	const wish = url.searchParams.get('tier');
	return {
		offers,
		graceDays,
		every: everyOf(url.searchParams.get('every'), offers),
		chosen: offers.find(({ id }) => id === wish)?.id ?? null,
		back: readingPlace(url.searchParams.get('back'), home),
		email: locals.viewer?.email ?? null,
		meta: listMeta(
			{
				title: 'Join',
				description: `Read ${publication.name}: what it costs, and what you get.`,
				path: joinPath(home),
				isIndexed: url.search === ''
			},
			publication,
			absolute
		)
	};
};

export const actions: Actions = {
	/** Joins by an address, which is sent a link. */
	address: async (event) => {
		allowAnonymous(event);
		const { publication, home } = await placeOf(event);
		const parsed = await parseForm(joinByAddress, event.request);
		if (!parsed.ok) return parsed.failure;
		const { email: typed, choice, hinted } = parsed.data;
		const back = readingPlace(parsed.data.back, home);
		// Somebody who corrected the field by hand did not answer the hint.
		const email = choice && hinted === typed ? choice : typed;
		const kept = { email, ...(back && { back }) };
		const meant = email === choice ? null : suggestAddress(email);
		if (meant) return formFailure(400, { ...kept, meant }, {});
		const joining = { email, back };
		try {
			await evenTime(() => requestToJoin(event.locals.supabase, publication.id, joining));
		} catch (error) {
			if (error instanceof AppError && error.code === 'check_required') {
				keepJoining(event.cookies, env(), home, joining);
				redirect(303, `${home}/join/check`);
			}
			return formFailure(429, kept, { email: refusalToMail(error) });
		}
		return { sent: email };
	},

	/** Joins by the address of the login. */
	join: async (event) => {
		requireUser(event);
		const { publication, home } = await placeOf(event);
		const parsed = await parseForm(joinSignedIn, event.request);
		if (!parsed.ok) return parsed.failure;
		const back = readingPlace(parsed.data.back, home);
		const refusal = await refusalToJoin(event, publication.id);
		if (refusal) return formFailure(403, {}, { form: refusal });
		redirect(303, back ? sentenceAt(back) : joinPath(home));
	},

	/** Begins to pay for a tier; somebody who is not signed in does that first. */
	subscribe: async (event) => {
		const viewer = allowAnonymous(event);
		const { publication, home } = await placeOf(event);
		const parsed = await parseForm(chooseTier, event.request);
		if (!parsed.ok) return parsed.failure;
		const { tier, every } = parsed.data;
		const back = readingPlace(parsed.data.back, home);
		const kept = joinPath(home, { tier, every, back });
		if (!viewer) redirect(303, `/sign-in?next=${encodeURIComponent(kept)}`);
		const refusal = await refusalToJoin(event, publication.id);
		if (refusal) return formFailure(403, {}, { form: refusal });
		let to: string;
		try {
			to = await startCheckout(event.locals.supabase, tier, every, back);
		} catch (error) {
			const { status, words } = paymentRefusal(error);
			return formFailure(status, { tier, every, ...(back && { back }) }, { form: words });
		}
		redirect(303, to);
	},

	/** Leads to where a subscription is looked after. */
	portal: async (event) => {
		requireUser(event);
		const { publication, home } = await placeOf(event);
		const parsed = await parseForm(portal, event.request);
		if (!parsed.ok) return parsed.failure;
		const back = readingPlace(parsed.data.back, home) ?? joinPath(home);
		let to: string;
		try {
			to = await openPortal(event.locals.supabase, publication.id, parsed.data.flow, back);
		} catch (error) {
			const { status, words } = paymentRefusal(error);
			return formFailure(status, {}, { form: words });
		}
		redirect(303, to);
	}
};

/** The publication of an action. */
async function placeOf(event: RequestEvent<{ publication: string }, '/@[publication]/join'>) {
	const publication = await findPublication(event);
	return { publication, home: homePath(publication.slug) };
}

/** Makes the visitor a member, as who pays must be one; a sentence when that is not to be. */
async function refusalToJoin(
	{ locals }: Pick<RequestEvent, 'locals'>,
	publicationId: string
): Promise<string | null> {
	try {
		await joinPublication(locals.supabase, publicationId);
		return null;
	} catch (error) {
		if (!(error instanceof AppError)) throw error;
		if (error.code === 'banned') return 'This address may not join this publication.';
		if (error.code === 'address_unconfirmed') {
			return 'Your address has not been confirmed yet. Sign in with a code to confirm it.';
		}
		throw error;
	}
}
