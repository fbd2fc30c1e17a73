import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureBuild } from '../support/build.ts';
import { columnsOfTypes } from '../support/sweep.ts';
import { addressesOf } from './addresses.ts';
import { setScene, type Role, type Scene } from './scene.ts';
import { pooled, size } from './support.ts';

/**
 * Rows that the checks would refuse, as they may be there from before the checks. Each second row of
 * every table gets a moment that JavaScript cannot hold. The lists come all the same.
 */

/** Moments that Postgres takes and JavaScript does not, or that are next to such ones. */
const moments = [
	'-infinity',
	'infinity',
	'0044-03-15 12:00:00+00 BC',
	'9999-12-31T23:59:59.999999Z',
	'9999-12-30T23:59:59.999999Z',
	'0001-01-02T00:00:00Z',
	'0001-01-01T00:00:00Z',
	'4713-01-01 00:00:00+00 BC',
	'294276-12-31 23:59:59.999999+00',
	'10000-01-01 00:00:00+00'
];
/** Whether this run tries everything: a `HOSTILE_SIZE` above 1. */
const isFull = size > 1;

let scene: Scene;
let statuses: Map<string, number>;

beforeAll(async () => {
	await ensureBuild(() => {});
	scene = await setScene();
	statuses = await look();
	await dropChecks();
}, 240_000);
afterAll(() => scene.stop());

/** What every address answers: the reading side to nobody in particular, the rest to the owner. */
async function look(): Promise<Map<string, number>> {
	const answers = await pooled(
		await addressesOf(scene),
		async (address): Promise<[string, number]> => {
			const role: Role = address.startsWith('/@') ? 'nobody' : 'owner';
			return [address, (await scene.get(role, address)).status];
		}
	);
	return new Map(answers);
}

async function dropChecks(): Promise<void> {
	const checks = await scene.sql<{ name: string; table: string }[]>`
		select conname as name, conrelid::regclass::text as table from pg_constraint
		where contype = 'c' and connamespace = 'public'::regnamespace`;
	for (const { name, table } of checks) {
		await scene.sql.unsafe(`alter table ${table} drop constraint "${name}"`);
	}
}

/** Writes past triggers, so that nothing stamps over it. */
async function plant(statement: string): Promise<void> {
	await scene.sql.begin(async (own) => {
		await own`set local session_replication_role = 'replica'`;
		await own.unsafe(statement);
	});
}

// Those before now stay in public lists, those after it in the lists of the desk.
describe.each(isFull ? moments : moments.slice(0, 3))('%s', (moment) => {
	it('in every column with a moment keeps no list from coming', { timeout: 600_000 }, async () => {
		const columns = (await columnsOfTypes(['timestamptz'])).map((name) => name.split('.'));
		expect(columns.length).toBeGreaterThan(50);
		const names = columns.map((parts) => `'${parts.at(-1)}'`).join(', ');
		// Those of the schema private have three parts.
		for (const [table, column] of columns.filter((parts) => parts.length === 2)) {
			// By what stays the same from one moment to the next, so that it is the same rows each time.
			await plant(`
				with rows as (
					select ctid as place, row_number() over (order by (to_jsonb(t) - array[${names}])::text) as n
					from public.${table} t where "${column}" is not null
				)
				update public.${table} set "${column}" = '${moment}'
				where ctid in (select place from rows where n % 2 = 0)`);
		}
		const isPast = /^-|BC$/.test(moment);
		const now = await look();
		const errors = [...now].filter(([, status]) => status >= 500);
		expect(errors).toEqual([]);
		// A post of the future is in no public list.
		const changed = [...now].filter(([address, status]) => statuses.get(address) !== status);
		if (isPast) expect(changed).toEqual([]);
		const feed = await scene.get('nobody', '/@tide-table/rss.xml');
		expect(feed.text).not.toContain('Invalid');
		expect(feed.text.match(/<item>/g)?.length).toBeGreaterThan(1);
	});
});

it.each(isFull ? ['Factory', 'localtime', 'Mars/Olympus', ''] : ['Factory'])(
	'the time zone %j keeps no page from coming',
	{ timeout: 600_000 },
	async (zone) => {
		await plant(`update public.publications set time_zone = '${zone}'`);
		const errors = [...(await look())].filter(([, status]) => status >= 500);
		expect(errors).toEqual([]);
	}
);

it.each(isFull ? ['not a tag', 'en-u-nu-', '🦀', ''] : ['not a tag'])(
	'the language %j keeps no page from coming',
	{ timeout: 600_000 },
	async (language) => {
		await plant(`update public.publications set language = '${language}'`);
		expect([...(await look())].filter(([, status]) => status >= 500)).toEqual([]);
	}
);

it(
	'a currency or an accent that nobody knows keeps no page from coming',
	{ timeout: 600_000 },
	async () => {
		await plant(`update public.tier_prices set currency = '?'`);
		await plant(`update public.subscriptions set currency = '?', amount = 9223372036854775807`);
		await plant(`update public.invoices set currency = 'x', amount_due = 9223372036854775807`);
		await plant(`update public.ledger_entries set currency = ''`);
		await plant(`update public.publications set accent_chroma = 'NaN', accent_hue = -32768`);
		expect([...(await look())].filter(([, status]) => status >= 500)).toEqual([]);
	}
);
