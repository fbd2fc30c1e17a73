import { describe, expect, it } from 'vitest';
import { rates } from '../../src/lib/limits.ts';
import { sql } from '../support/clients.ts';

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
});
