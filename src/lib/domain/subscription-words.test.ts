import { expect, it } from 'vitest';
import { costOf, courseOf, invoiceState, type Told } from './subscription-words.ts';

const locale = { language: 'en-GB', timeZone: 'Etc/UTC' };
const at = (day: number) => `2026-12-${String(day).padStart(2, '0')}T12:00:00Z`;
const told: Told = {
	...{ status: 'active', opens: true, renews: true, interval: 'month', intervalCount: 1 },
	...{ currency: 'gbp', amount: 600, currentPeriodEnd: at(3), trialEnd: null },
	...{ graceUntil: null, endsAt: null }
};

it('says what it costs', () => {
	expect(costOf(told, 'en-GB')).toBe('£6 a month');
	expect(costOf({ ...told, intervalCount: 3 }, 'en-GB')).toBe('£6 every 3 months');
});

it.each<[Partial<Told>, string]>([
	[{}, 'renews on 3 December 2026'],
	[{ currentPeriodEnd: null }, 'renews'],
	[{ endsAt: at(9) }, 'ends on 9 December 2026'],
	[{ status: 'trialing', trialEnd: at(5) }, 'free until 5 December 2026, paid for from then on'],
	[{ status: 'trialing', trialEnd: at(5), endsAt: at(5) }, 'ends on 5 December 2026'],
	[
		{ status: 'past_due', graceUntil: at(7) },
		'the last payment failed; open until 7 December 2026'
	],
	[{ status: 'past_due', opens: false }, 'the last payment failed, so it is closed'],
	[{ status: 'canceled', opens: false, endsAt: at(1) }, 'ended on 1 December 2026'],
	[{ status: 'unpaid', opens: false }, 'not paid for, so it is closed'],
	[{ status: 'incomplete', opens: false }, 'waiting for its first payment'],
	[{ status: 'paused', opens: false }, 'paused'],
	[{ status: 'a word of tomorrow', opens: false }, 'not active']
])('says what becomes of it: %o', (change, words) => {
	expect(courseOf({ ...told, ...change }, locale)).toBe(words);
});

it.each([
	[{ status: 'paid', paid: 600, refunded: 0 }, 'paid'],
	[{ status: 'paid', paid: 600, refunded: 600 }, 'refunded'],
	[{ status: 'paid', paid: 600, refunded: 150 }, '£1.50 refunded'],
	[{ status: 'open', paid: 0, refunded: 0 }, 'not paid yet'],
	[{ status: 'uncollectible', paid: 0, refunded: 0 }, 'not paid'],
	[{ status: 'new-word', paid: 0, refunded: 0 }, 'new-word']
])('says what became of an invoice: %o', (invoice, words) => {
	expect(invoiceState({ ...invoice, currency: 'gbp' }, 'en-GB')).toBe(words);
});
