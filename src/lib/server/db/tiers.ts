import { freeSlug, slugify } from '$lib/domain/slugs';
import type { Price } from '$lib/domain/tier-prices';
import { AppError, unwrap } from '$lib/server/errors';
import type { Client } from '$lib/supabase/server';

/** A tier as its staff know it. */
export interface Tier {
	id: string;
	name: string;
	description: string;
	benefits: string[];
	trialDays: number;
	archived: boolean;
	/** Prices on offer. */
	month: Price | null;
	year: Price | null;
}

/** A tier with those who have it. */
export interface HeldTier extends Tier {
	/** Active members who pay for it, or try it out. */
	paying: number;
	/** Active members it was given to. */
	given: number;
	/** Whether anybody has or had it: then it can be archived only. */
	everHad: boolean;
}

const columns =
	'id, name, description, benefits, trial_days, archived_at, tier_prices(interval, currency, amount, archived_at)';

/** The tiers of a publication in their order, archived ones too. For staff; others see those on offer. */
export async function listTiers(db: Client, publicationId: string): Promise<Tier[]> {
	const rows = unwrap(
		await db
			.from('tiers')
			.select(columns)
			.eq('publication_id', publicationId)
			.is('tier_prices.archived_at', null)
			.order('position')
			.order('id')
	);
	return rows.map(tierOf);
}

/** A tier where it is only named. */
export interface NamedTier {
	id: string;
	name: string;
	archived: boolean;
}

/** All tiers of a publication, those on offer first. */
export async function listTierNames(db: Client, publicationId: string): Promise<NamedTier[]> {
	const rows = unwrap(
		await db
			.from('tiers')
			.select('id, name, archived_at')
			.eq('publication_id', publicationId)
			.order('archived_at', { nullsFirst: true })
			.order('position')
			.order('created_at')
	);
	return rows.map(({ id, name, archived_at }) => ({ id, name, archived: archived_at !== null }));
}

/** The tiers with who has each of them. For admins; others are told of nobody. */
export async function listHeldTiers(db: Client, publicationId: string): Promise<HeldTier[]> {
	const [tiers, rows] = await Promise.all([
		listTiers(db, publicationId),
		db.rpc('tier_holders', { p_publication_id: publicationId }).then(unwrap)
	]);
	const holders = new Map(rows.map((row) => [row.tier_id, row]));
	return tiers.map((tier) => {
		const { paying = 0, given = 0, ever = true } = holders.get(tier.id) ?? {};
		return { ...tier, paying, given, everHad: ever };
	});
}

/** @throws {AppError} `not_found` */
export async function getTier(db: Client, publicationId: string, id: string): Promise<Tier> {
	const row = unwrap(
		await db
			.from('tiers')
			.select(columns)
			.eq('publication_id', publicationId)
			.eq('id', id)
			.is('tier_prices.archived_at', null)
			.maybeSingle()
	);
	if (!row) throw new AppError('not_found', 404);
	return tierOf(row);
}

/** A tier as it is written. */
export interface TierValues extends Pick<Tier, 'name' | 'description' | 'benefits' | 'trialDays'> {
	currency: string;
	/** In the smallest unit; null for no such price. */
	month: number | null;
	year: number | null;
}

const SLUG_TRIES = 20;

/**
 * Adds a tier at the end of the list.
 * @throws {AppError} `forbidden` when the caller is no admin there
 */
export async function addTier(db: Client, publicationId: string, tier: TierValues): Promise<void> {
	const tried = new Set<string>();
	// A tier's slug is a name within the publication: the database takes plain letters only.
	const wish = slugify(tier.name, { ascii: true }).slice(0, 60).replace(/-+$/, '') || 'tier';
	while (true) {
		const slug = freeSlug(wish, (candidate) => tried.has(candidate));
		try {
			unwrap(await db.rpc('save_tier', { ...valuesOf(publicationId, tier), p_slug: slug }));
			return;
		} catch (error) {
			const another = error instanceof AppError && error.code === 'taken';
			if (!another || tried.size > SLUG_TRIES) throw error;
			tried.add(slug);
		}
	}
}

/**
 * Changes a tier. A new price takes the place of the old one; who subscribed at the old one keeps it.
 * @throws {AppError} `tier_not_found`
 */
export async function changeTier(
	db: Client,
	publicationId: string,
	id: string,
	tier: TierValues
): Promise<void> {
	unwrap(await db.rpc('save_tier', { ...valuesOf(publicationId, tier), p_slug: '', p_id: id }));
}

/** Takes a tier off the offer, or puts it back. */
export async function archiveTier(
	db: Client,
	publicationId: string,
	id: string,
	archived: boolean
): Promise<void> {
	const rows = unwrap(
		await db
			.from('tiers')
			.update({ archived_at: archived ? new Date().toISOString() : null })
			.eq('publication_id', publicationId)
			.eq('id', id)
			.select('id')
	);
	if (rows.length === 0) throw new AppError('tier_not_found', 404);
}

/**
 * Deletes a tier that nobody ever had.
 * @throws {AppError} `tier_was_had`, `tier_not_found`
 */
export async function deleteTier(db: Client, publicationId: string, id: string): Promise<void> {
	const rows = unwrap(
		await db.from('tiers').delete().eq('publication_id', publicationId).eq('id', id).select('id')
	);
	if (rows.length === 0) throw new AppError('tier_not_found', 404);
}

/** Puts the tiers of a publication into an order. */
export async function orderTiers(db: Client, publicationId: string, ids: string[]): Promise<void> {
	unwrap(await db.rpc('order_tiers', { p_publication_id: publicationId, p_tier_ids: ids }));
}

function valuesOf(publicationId: string, tier: TierValues) {
	return {
		p_publication_id: publicationId,
		p_name: tier.name,
		p_description: tier.description,
		p_benefits: tier.benefits,
		p_trial_days: tier.trialDays,
		p_currency: tier.currency,
		...(tier.month !== null && { p_month: tier.month }),
		...(tier.year !== null && { p_year: tier.year })
	};
}

interface Row {
	id: string;
	name: string;
	description: string;
	benefits: string[];
	trial_days: number;
	archived_at: string | null;
	tier_prices: { interval: string; currency: string; amount: number }[];
}

function tierOf({ id, name, description, benefits, ...row }: Row): Tier {
	const priceOf = (interval: string) => {
		const found = row.tier_prices.find((price) => price.interval === interval);
		return found ? { currency: found.currency, amount: found.amount } : null;
	};
	return {
		...{ id, name, description, benefits },
		trialDays: row.trial_days,
		archived: row.archived_at !== null,
		month: priceOf('month'),
		year: priceOf('year')
	};
}
