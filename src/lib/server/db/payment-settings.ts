import { AppError, unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';

/** What a publication decides about its payments. */
export interface PaymentSettings {
	/** How long members read on after a payment failed. */
	graceDays: number;
	/** Whether Stripe Tax reckons tax at checkout. */
	collectsTax: boolean;
}

export async function getPaymentSettings(
	db: Client,
	publicationId: string
): Promise<PaymentSettings> {
	const row = unwrap(
		await db
			.from('publications')
			.select('grace_days, collects_tax')
			.eq('id', publicationId)
			.maybeSingle()
	);
	if (!row) throw new AppError('not_found', 404);
	return { graceDays: row.grace_days, collectsTax: row.collects_tax };
}

/** @throws {AppError} `forbidden` when the caller is no admin there */
export async function changePaymentSettings(
	db: Client,
	publicationId: string,
	settings: PaymentSettings
): Promise<void> {
	const rows = unwrap(
		await db
			.from('publications')
			.update({ grace_days: settings.graceDays, collects_tax: settings.collectsTax })
			.eq('id', publicationId)
			.select('id')
	);
	if (rows.length === 0) throw new AppError('forbidden', 403);
}
