import { describe, expect, it } from 'vitest';
import { churnOf, plainFailure, revenueReports, type RevenueRow } from './money-report.ts';

const months = ['2026-09-01', '2026-10-01', '2026-11-01'];
const tiers = [
	{ id: 'member', name: 'Member' },
	{ id: 'patron', name: 'Patron' },
	{ id: 'never', name: 'Never sold' }
];

function row(month: string, tierId: string | null, paid: number, more: Partial<RevenueRow> = {}) {
	return { month, tierId, paid, currency: 'gbp', refunded: 0, disputed: 0, ...more };
}

describe('revenueReports', () => {
	it('reckons by month and tier, net of what went back, with empty months', () => {
		const [report] = revenueReports(
			[
				row('2026-09-01', 'member', 1000),
				row('2026-09-01', 'patron', 1500),
				row('2026-11-01', 'member', 500, { refunded: -1000, disputed: -200 })
			],
			months,
			tiers
		);
		expect(report?.tiers.map(({ name }) => name)).toEqual(['Member', 'Patron']);
		expect(report?.months).toEqual([
			{ month: '2026-09-01', byTier: [1000, 1500], total: 2500, paid: 2500, back: 0 },
			{ month: '2026-10-01', byTier: [0, 0], total: 0, paid: 0, back: 0 },
			{ month: '2026-11-01', byTier: [-700, 0], total: -700, paid: 500, back: -1200 }
		]);
		expect(report?.total).toBe(1800);
	});

	it('keeps currencies apart', () => {
		const reports = revenueReports(
			[row('2026-09-01', 'member', 1000), row('2026-09-01', 'member', 700, { currency: 'jpy' })],
			months,
			tiers
		);
		expect(reports.map(({ currency, total }) => [currency, total])).toEqual([
			['gbp', 1000],
			['jpy', 700]
		]);
	});

	it('has a place for money of no tier, and loses none', () => {
		const [report] = revenueReports(
			[row('2026-09-01', null, 100), row('2026-09-01', 'gone', 50), row('2026-09-01', 'member', 1)],
			months,
			tiers
		);
		expect(report?.tiers.map(({ name }) => name)).toEqual(['Member', 'No tier']);
		expect(report?.months[0]?.byTier).toEqual([1, 150]);
		expect(report?.total).toBe(151);
	});

	it('has none where nothing was sold', () => {
		expect(revenueReports([], months, tiers)).toEqual([]);
	});
});

it.each([
	[20, 3, 0.15],
	[0, 0, null],
	[0, 2, null]
])('of %i at the start, %i lost: churn %s', (atStart, lost, churn) => {
	expect(churnOf({ month: '2026-11-01', atStart, lost, began: 0, atEnd: 0 })).toBe(churn);
});

it.each([
	['Your card was declined.', false, 'The card was declined.'],
	['', false, 'Stripe gave no reason.'],
	[null, false, 'Stripe gave no reason.'],
	['Your card was declined.', true, 'Their bank wants them to confirm the payment.']
])('tells %j in plain words', (failure, actionRequired, words) => {
	expect(plainFailure(failure, actionRequired)).toBe(words);
});
