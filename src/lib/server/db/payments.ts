import { z } from 'zod';
import type { Interval } from '$lib/schemas/joining';
import { unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';
import { callFunction } from './functions';

const place = z.object({ url: z.url({ protocol: /^https?$/ }) });

/**
 * Begins a payment for a tier, for the visitor.
 * @param returnPath where to go on reading afterwards
 * @returns the payment company's page
 * @throws {AppError} `not_a_member`, `banned`, `tier_not_for_sale`, `already_subscribed`,
 * `payments_not_set_up`, `stripe_failed`
 */
export async function startCheckout(
	db: Client,
	tierId: string,
	interval: Interval,
	returnPath: string | null
): Promise<string> {
	const answer = await callFunction(db, 'checkout', {
		tier_id: tierId,
		interval,
		...(returnPath !== null && { return_path: returnPath })
	});
	return place.parse(answer).url;
}

export type PortalFlow = 'cancel' | 'switch' | 'payment_method';

/**
 * The payment company's page where the visitor looks after their subscription.
 * @param flow what to look after first; the overview without it
 * @throws {AppError} `no_subscription`, `payments_not_set_up`, `stripe_failed`
 */
export async function openPortal(
	db: Client,
	publicationId: string,
	flow: PortalFlow | undefined,
	returnPath: string
): Promise<string> {
	const answer = await callFunction(db, 'billing-portal', {
		publication_id: publicationId,
		...(flow && { flow }),
		return_path: returnPath
	});
	return place.parse(answer).url;
}

export interface Invoice {
	id: string;
	publicationName: string;
	tierName: string | null;
	number: string | null;
	/** Stripe's word. */
	status: string;
	currency: string;
	/** In the smallest unit of the currency, as are the others. */
	due: number;
	paid: number;
	refunded: number;
	issuedAt: string;
	/** Stripe's page of it. */
	url: string | null;
}

/** The visitor's invoices, newest first. */
export async function listInvoices(db: Client): Promise<Invoice[]> {
	const rows = unwrap(await db.rpc('my_invoices'));
	return rows.map((row) => ({
		id: row.id,
		publicationName: row.publication_name,
		tierName: row.tier_name || null,
		number: row.number || null,
		status: row.status,
		currency: row.currency,
		due: row.amount_due,
		paid: row.amount_paid,
		refunded: row.amount_refunded,
		issuedAt: row.issued_at,
		url: row.hosted_url || null
	}));
}
