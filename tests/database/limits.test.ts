import { describe, expect, it } from 'vitest';
import { rates } from '../../src/lib/limits.ts';
import { sql } from '../support/clients.ts';
import { hashOf } from '../support/factories.ts';
import { undone } from '../support/transactions.ts';

describe('rate limits', () => {
	it('are the same in Postgres and in src/lib/limits.ts', async () => {
		const rows = await sql<{ name: string; tries: number; seconds: number }[]>`
			select name, tries, seconds from private.rate_limits
		`;
		expect(
			Object.fromEntries(rows.map(({ name, tries, seconds }) => [name, { tries, seconds }]))
		).toEqual(rates);
	});

	it('count each subject by itself, and again when the window has ended', async () => {
		const take = async (subject: string) => {
			const [row] = await sql<{ wait: number }[]>`
				select private.take_try('checkout', ${subject}) as wait
			`;
			return row?.wait;
		};
		const subject = crypto.randomUUID();
		for (let n = 0; n < rates.checkout.tries; n += 1) expect(await take(subject)).toBe(0);
		const wait = await take(subject);
		expect(wait).toBeGreaterThan(0);
		expect(wait).toBeLessThanOrEqual(rates.checkout.seconds);
		expect(await take(crypto.randomUUID())).toBe(0);

		await sql`update private.tries set ends_at = now() where tries > ${rates.checkout.tries}`;
		expect(await take(subject)).toBe(0);
	});

	it('forget what has ended', async () => {
		const [over, open] = [crypto.randomUUID(), crypto.randomUUID()];
		const kept = await undone(async (own) => {
			for (const subject of [over, open])
				await own`select private.take_try('checkout', ${subject})`;
			await own`
				update private.tries set ends_at = now() - interval '2 hours' where key = ${hashOf(`checkout:${over}`)}`;
			await own`select private.run_due()`;
			return own<{ key: string }[]>`
				select key from private.tries where key in ${own([over, open].map((one) => hashOf(`checkout:${one}`)))}`;
		});
		expect(kept).toEqual([{ key: hashOf(`checkout:${open}`) }]);
	});
});
