import type { ActionFailure } from '@sveltejs/kit';
import { moveTier, oneTier, paymentsForm, undoTier } from '$lib/schemas/tier';
import { changePaymentSettings, getPaymentSettings } from '$lib/server/db/payment-settings';
import {
	archiveTier,
	deleteTier,
	listHeldTiers,
	listTiers,
	orderTiers
} from '$lib/server/db/tiers';
import { AppError, messageOf } from '$lib/server/errors';
import { formFailure, parseForm, type FormFailure } from '$lib/server/forms';
import { requireStaff } from '$lib/server/guards';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { publication } = await requireStaff(event, 'admin');
	const db = event.locals.supabase;
	const [tiers, payments] = await Promise.all([
		listHeldTiers(db, publication.id),
		getPaymentSettings(db, publication.id)
	]);
	return { tiers, payments };
};

const problems: Record<string, string> = {
	tier_was_had: 'Somebody has or had that tier. Archive it instead: then nobody new can take it.',
	tier_not_found: 'That tier is gone already.'
};

export const actions: Actions = {
	move: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(moveTier, event.request);
		if (!parsed.ok) return parsed.failure;
		const { id, to } = parsed.data;
		const db = event.locals.supabase;
		return orExplain(async () => {
			const tiers = (await listTiers(db, publication.id)).filter(({ archived }) => !archived);
			const from = tiers.findIndex((tier) => tier.id === id);
			const tier = tiers[from];
			if (!tier) throw new AppError('tier_not_found', 404);
			const place = Math.min(Math.max(from + (to === 'up' ? -1 : 1), 0), tiers.length - 1);
			tiers.splice(from, 1);
			tiers.splice(place, 0, tier);
			const ids = tiers.map((one) => one.id);
			await orderTiers(db, publication.id, ids);
			return { done: `${tier.name} is number ${place + 1} now` };
		});
	},

	archive: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(oneTier, event.request);
		if (!parsed.ok) return parsed.failure;
		const { id } = parsed.data;
		return orExplain(async () => {
			await archiveTier(event.locals.supabase, publication.id, id, true);
			return { done: 'Archived. Whoever has it keeps it.', undo: [id] };
		});
	},

	restore: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(oneTier, event.request);
		if (!parsed.ok) return parsed.failure;
		return orExplain(async () => {
			await archiveTier(event.locals.supabase, publication.id, parsed.data.id, false);
			return { done: 'On offer again' };
		});
	},

	/** Of archiving; sends the tier as `was`. */
	undo: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(undoTier, event.request);
		if (!parsed.ok) return parsed.failure;
		return orExplain(async () => {
			await archiveTier(event.locals.supabase, publication.id, parsed.data.was, false);
			return { done: 'On offer again' };
		});
	},

	delete: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(oneTier, event.request);
		if (!parsed.ok) return parsed.failure;
		return orExplain(async () => {
			await deleteTier(event.locals.supabase, publication.id, parsed.data.id);
			return { done: 'Tier deleted' };
		});
	},

	payments: async (event) => {
		const { publication } = await requireStaff(event, 'admin');
		const parsed = await parseForm(paymentsForm, event.request);
		if (!parsed.ok) return parsed.failure;
		const { grace_days: graceDays, collects_tax: collectsTax } = parsed.data;
		await changePaymentSettings(event.locals.supabase, publication.id, {
			graceDays,
			collectsTax: collectsTax === 'on'
		});
		return { done: 'Payments saved' };
	}
};

interface Done {
	done: string;
	/** What the Undo sends back, where there is one. */
	undo?: string[];
}

/** Does the work, or says in a sentence why it cannot be done. */
async function orExplain(work: () => Promise<Done>): Promise<Done | ActionFailure<FormFailure>> {
	try {
		return await work();
	} catch (error) {
		if (!(error instanceof AppError) || error.status === 500) throw error;
		return formFailure(error.status, {}, { form: problems[error.code] ?? messageOf(error.code) });
	}
}
