import { freshEmail, type Actor } from '../../support/actors.ts';
import { db, sql } from '../../support/clients.ts';
import {
	makeInvoice,
	makeLedgerEntry,
	makeMember,
	makePrice,
	makeSubscription,
	makeTier
} from '../../support/factories.ts';
import type { Action } from '../../support/matrix.ts';
import type { World } from '../../support/world.ts';
import { found, type Attempt } from './attempts.ts';

/** Whether somebody sees a row that was made for the question. */
const sees =
	(
		table: 'subscriptions' | 'invoices' | 'ledger_entries',
		make: (world: World) => Promise<string>
	): Attempt =>
	async (world: World, actor: Actor) => {
		const id = await make(world);
		const { data } = await db(actor).from(table).select('id').eq('id', id);
		return data?.length === 1;
	};

/** Attempts on what a publication sells and earns. */
export const moneyAttempts = {
	'set a price': async ({ home }, actor) => {
		const tier = await makeTier(home.id);
		const price = { p_tier_id: tier, p_interval: 'month', p_currency: 'gbp', p_amount: 500 };
		await db(actor).rpc('set_tier_price', price);
		return found(sql`select from tier_prices where tier_id = ${tier} and archived_at is null`);
	},
	'archive a price': async ({ home }, actor) => {
		const price = await makePrice(home.id, await makeTier(home.id));
		await db(actor)
			.from('tier_prices')
			.update({ archived_at: new Date().toISOString() })
			.eq('id', price);
		return found(sql`select from tier_prices where id = ${price} and archived_at is not null`);
	},
	'see subscriptions': sees('subscriptions', async ({ home }) => {
		const member = await makeMember(home.id, freshEmail());
		return makeSubscription({ publication: home.id, member, tier: home.tier });
	}),
	'see invoices': sees('invoices', ({ home }) => makeInvoice(home.id)),
	'see the ledger': sees('ledger_entries', ({ home }) => makeLedgerEntry(home.id))
} satisfies Partial<Record<Action, Attempt>>;
