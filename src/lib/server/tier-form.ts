import type { ActionFailure } from '@sveltejs/kit';
import { isCurrency } from '$lib/domain/currencies';
import { parseAmount } from '$lib/domain/parse-amount';
import { tierForm } from '$lib/schemas/tier';
import type { TierValues } from './db/tiers';
import { fieldsOf, formFailure, parseForm, type FormFailure } from './forms';
import { readForm } from './http/read-body';

type Read = { ok: true; tier: TierValues } | { ok: false; failure: ActionFailure<FormFailure> };

/**
 * The tier a form describes, or the form again with all that is wrong with it.
 * @param language of the publication, which tells points from commas in amounts
 */
export async function readTier(request: Request, language: string): Promise<Read> {
	const form = await readForm(request);
	const parsed = await parseForm(tierForm, form);
	const errors = parsed.ok ? {} : { ...parsed.failure.data.errors };
	const fields = fieldsOf(tierForm, form);
	const currency = String(fields.currency);
	const amounts: Record<'month' | 'year', number | null> = { month: null, year: null };
	for (const interval of ['month', 'year'] as const) {
		const typed = String(fields[interval] ?? '').trim();
		if (typed === '' || !isCurrency(currency)) continue;
		const read = parseAmount(typed, currency, language);
		if (read.ok) amounts[interval] = read.amount;
		else errors[interval] = read.error;
	}
	if (!parsed.ok || Object.keys(errors).length > 0) {
		return { ok: false, failure: formFailure(400, fields, errors) };
	}
	const { name, description, benefits, trial_days: trialDays } = parsed.data;
	return { ok: true, tier: { name, description, benefits, trialDays, currency, ...amounts } };
}
