import { expect, it } from 'vitest';
import type { Offer } from './offers.ts';
import { isHeld, offersFor, standpointOf } from './paywall.ts';

const member = { status: 'active', tiers: [], subscription: null } as const;
const subscription = (status: string, opens = false) => ({ status, opens });

it.each([
	[false, null, 'anonymous'],
	[true, null, 'stranger'],
	[true, { ...member, tiers: [], status: 'left' }, 'stranger'],
	[true, { ...member, tiers: ['a'], status: 'banned' }, 'banned'],
	[true, { ...member, tiers: [] }, 'member'],
	[true, { ...member, tiers: ['a'] }, 'other'],
	[true, { ...member, tiers: ['a'], subscription: subscription('active', true) }, 'other'],
	[true, { ...member, tiers: [], subscription: subscription('past_due') }, 'unpaid'],
	[true, { ...member, tiers: [], subscription: subscription('unpaid') }, 'unpaid'],
	[true, { ...member, tiers: [], subscription: subscription('canceled') }, 'lapsed'],
	[true, { ...member, tiers: [], subscription: subscription('paused') }, 'lapsed'],
	[true, { ...member, tiers: [], subscription: subscription('incomplete') }, 'member']
] as const)('signed in %s, as %o: %s', (signedIn, membership, standpoint) => {
	const given = membership && { ...membership, tiers: [...membership.tiers] };
	expect(standpointOf(signedIn, given)).toBe(standpoint);
});

it('names the offers that open a post', () => {
	const offer = (id: string): Offer => ({
		...{ id, name: id, description: '', benefits: [], trialDays: 0 },
		...{ month: null, year: null }
	});
	const offers = [offer('a'), offer('b')];
	const ids = (visibility: 'members' | 'paid' | 'tiers', of: string[]) =>
		offersFor(visibility, of, offers).map(({ id }) => id);
	expect(ids('paid', [])).toEqual(['a', 'b']);
	expect(ids('tiers', ['b', 'gone'])).toEqual(['b']);
	expect(ids('members', [])).toEqual([]);
});

it.each([
	[null, false],
	[{ opens: true, renews: false }, true],
	[{ opens: false, renews: true }, true],
	[{ opens: false, renews: false }, false]
])('holds %o: %s', (subscription, held) => {
	expect(isHeld(subscription)).toBe(held);
});
