import { freshEmail, one } from '../../support/actors.ts';
import { sql } from '../../support/clients.ts';
import { fresh, makeMember, makeSubscription, makeTier } from '../../support/factories.ts';
import { admins, allStaff, everybody, nobody, owners, type TableAccess } from './types.ts';

async function makeTierPrice(publication: string, archived = false): Promise<{ id: string }> {
	const tier = await makeTier(publication);
	const price = { publication_id: publication, tier_id: tier, interval: 'month' };
	const rows = await sql<{ id: string }[]>`
		insert into tier_prices ${sql({ ...price, currency: 'gbp', amount: 500 })} returning id`;
	const { id } = one(rows);
	if (archived) await sql`update tier_prices set archived_at = now() where id = ${id}`;
	return { id };
}

const tierPrices: TableAccess = {
	table: 'tier_prices',
	cases: [
		{
			name: 'on offer',
			make: ({ home }) => makeTierPrice(home.id),
			select: everybody,
			// The moment is the database's: what a client says only archives.
			update: { set: { currency: 'eur' }, may: nobody },
			delete: nobody
		},
		{
			name: 'archived',
			make: ({ home }) => makeTierPrice(home.id, true),
			select: allStaff,
			update: { set: { archived_at: null }, may: nobody },
			delete: nobody
		},
		{
			name: 'of a closed publication',
			make: ({ closed }) => makeTierPrice(closed.id),
			select: allStaff,
			update: { set: { amount: 1 }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'any',
			row: async ({ home }) => ({
				...{ publication_id: home.id, tier_id: await makeTier(home.id) },
				...{ interval: 'month', currency: 'gbp', amount: 500 }
			}),
			by: ['tier_id'],
			may: admins
		}
	]
};

const subscriptions: TableAccess = {
	table: 'subscriptions',
	columns:
		'id, publication_id, member_id, tier_id, tier_price_id, livemode, status, interval, interval_count, currency, amount, current_period_start, current_period_end, trial_end, cancel_at, cancel_at_period_end, canceled_at, ended_at, unpaid_since, grace_until, started_at, created_at, updated_at',
	granted: 'signed in',
	cases: [
		{
			name: 'any',
			make: async ({ home }) => {
				const member = await makeMember(home.id, freshEmail());
				return { id: await makeSubscription({ publication: home.id, member, tier: home.tier }) };
			},
			select: admins,
			update: { set: { status: 'canceled' }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'of one’s own making',
			row: async ({ home }) => ({
				...{ publication_id: home.id, member_id: await makeMember(home.id, freshEmail()) },
				...{ tier_id: home.tier, livemode: false, stripe_subscription_id: fresh('sub') },
				...{ stripe_customer_id: fresh('cus'), status: 'active', interval: 'month' },
				...{ currency: 'gbp', amount: 500, started_at: '2026-01-01', ticket: 1 }
			}),
			by: ['member_id'],
			may: nobody
		}
	]
};

function invoiceRow(publication: string) {
	return {
		...{ publication_id: publication, livemode: false, stripe_invoice_id: fresh('in') },
		...{ status: 'paid', currency: 'gbp', amount_due: 500, amount_paid: 500 },
		...{ issued_at: '2026-01-01', ticket: 1 }
	};
}

const invoices: TableAccess = {
	table: 'invoices',
	columns:
		'id, publication_id, member_id, subscription_id, tier_id, livemode, number, status, reason, currency, amount_due, amount_paid, amount_refunded, amount_disputed, dispute_status, attempts, next_attempt_at, action_required, failure, hosted_url, issued_at, paid_at, period_start, period_end, created_at, updated_at',
	granted: 'signed in',
	cases: [
		{
			name: 'any',
			make: async ({ home }) =>
				one(
					await sql<{ id: string }[]>`
						insert into invoices ${sql(invoiceRow(home.id))} returning id`
				),
			select: owners,
			update: { set: { status: 'void' }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'of one’s own making',
			row: ({ home }) => invoiceRow(home.id),
			by: ['stripe_invoice_id'],
			may: nobody
		}
	]
};

function entryRow(publication: string) {
	return {
		...{ publication_id: publication, livemode: false, source: fresh('inpay') },
		...{ kind: 'payment', currency: 'gbp', amount: 500, at: '2026-01-01' }
	};
}

const ledgerEntries: TableAccess = {
	table: 'ledger_entries',
	columns:
		'id, publication_id, member_id, tier_id, invoice_id, livemode, kind, currency, amount, at, created_at',
	granted: 'signed in',
	cases: [
		{
			name: 'any',
			make: async ({ home }) =>
				one(
					await sql<{ id: string }[]>`
						insert into ledger_entries ${sql(entryRow(home.id))} returning id`
				),
			select: owners,
			update: { set: { amount: 1 }, may: nobody },
			delete: nobody
		}
	],
	inserts: [
		{
			name: 'of one’s own making',
			row: ({ home }) => entryRow(home.id),
			by: ['source'],
			may: nobody
		}
	]
};

/** What is sold, and what became of it. */
export const paymentTables = [tierPrices, subscriptions, invoices, ledgerEntries];
