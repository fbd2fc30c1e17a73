import { expect, it } from 'vitest';
import type { MemberSubscription } from '$lib/server/db/member';
import { subscriptionFacts } from './subscription-facts';

const quarterly: MemberSubscription = {
	id: 'one',
	tier: 'Patron',
	status: 'active',
	interval: 'month',
	intervalCount: 3,
	// Stripe counts it in hundredths, though Icelanders do not.
	currency: 'isk',
	amount: 150_000,
	startedAt: '2026-08-20T10:00:00Z',
	periodEnd: '2026-11-20T10:00:00Z',
	trialEnd: null,
	graceUntil: null,
	endedAt: null,
	endsAt: null
};

it('says what is paid to who may know, as often as it is', () => {
	const of = (showsMoney: boolean) =>
		subscriptionFacts(quarterly, { timeZone: 'Etc/UTC', showsMoney }).facts.map(({ value }) =>
			value.replaceAll('\u00a0', ' ')
		);
	expect(of(true)).toEqual(['Active', 'ISK 1,500 every 3 months', '20 Aug 2026', '20 Nov 2026']);
	expect(of(false)).toEqual(['Active', '20 Aug 2026', '20 Nov 2026']);
});

it('says when one that was cancelled ends, and not that it renews', () => {
	const ending = { ...quarterly, endsAt: quarterly.periodEnd };
	const { facts } = subscriptionFacts(ending, { timeZone: 'Etc/UTC', showsMoney: false });
	expect(facts.map(({ term }) => term)).toEqual(['Status', 'Since', 'Cancelled, ends']);
});
