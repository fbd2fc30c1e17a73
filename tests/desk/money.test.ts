import { expect, test } from 'vitest';
import { getMoneyReport, listMovements, readLedger } from '$lib/server/db/money';
import { ledgerCsv } from '$lib/server/ledger-csv';
import { freshEmail, makeActor } from '../support/actors.ts';
import { db, sql } from '../support/clients.ts';
import { makeMember, makePublication, makeStaff, makeTier } from '../support/factories.ts';

/** More than two batches, many at the same moment: a place in the list is a time and a number. */
const MOVEMENTS = 2345;

test('a long ledger is read whole, each movement once, in order', async () => {
	const [publication, owner] = await Promise.all([makePublication(), makeActor('owner')]);
	await makeStaff(publication, owner.id, 'owner');
	const tier = await makeTier(publication);
	const member = await makeMember(publication, freshEmail());
	await sql`
		insert into ledger_entries (publication_id, member_id, tier_id, livemode, source, kind, currency, amount, at)
		select ${publication}, ${member}, ${tier}, true, ${publication}::text || n, 'payment', 'kwd', 5120,
			'2026-03-29 00:30:00.123456+00'::timestamptz + n / 700 * interval '1 hour'
		from generate_series(1, ${MOVEMENTS}::integer) as n`;

	const ids: number[] = [];
	for await (const entries of readLedger(db(owner), publication, true)) {
		ids.push(...entries.map(({ id }) => id));
	}
	expect(ids).toHaveLength(MOVEMENTS);
	expect(ids).toEqual([...ids].sort((a, b) => a - b));

	let csv = '';
	for await (const part of ledgerCsv(readLedger(db(owner), publication, true), 'Europe/London')) {
		csv += part;
	}
	const lines = csv.trim().split('\r\n');
	expect(lines).toHaveLength(MOVEMENTS + 1);
	// The clocks went forward at one o'clock.
	expect(lines[1]).toMatch(/^2026-03-29 00:30,2026-03-29T00:30:00\.123Z,payment,5\.120,KWD,/);
	expect(lines[701]).toMatch(/^2026-03-29 02:30,2026-03-29T01:30:00\.123Z,/);

	const [newest] = await listMovements(db(owner), publication, {
		...{ live: true, which: 'payments', limit: 1 }
	});
	expect(newest).toMatchObject({ id: ids.at(-1), member: { id: member }, invoice: null });
	const report = await getMoneyReport(db(owner), publication, null);
	expect(report?.revenue.reduce((sum, { paid }) => sum + paid, 0)).toBe(MOVEMENTS * 5120);
});
