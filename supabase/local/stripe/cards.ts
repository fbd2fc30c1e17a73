import type { Outcome } from './kinds.ts';

/** A test card: https://docs.stripe.com/testing. */
export interface Card {
	number: string;
	last4: string;
	/** What it does, for people. */
	does: string;
	/** When it is only noted, for a trial or in the portal. */
	attach: Outcome;
	/** When it is charged while its owner is there to answer. */
	present: Outcome;
	/** When a renewal is charged and nobody is there. */
	later: Outcome;
}

export const cards: [Card, ...Card[]] = [
	{
		number: '4242 4242 4242 4242',
		last4: '4242',
		does: 'Pays',
		attach: 'succeed',
		present: 'succeed',
		later: 'succeed'
	},
	{
		number: '4000 0000 0000 0002',
		last4: '0002',
		does: 'Is declined',
		attach: 'decline',
		present: 'decline',
		later: 'decline'
	},
	{
		number: '4000 0027 6000 3184',
		last4: '3184',
		does: 'Asks to authenticate each time',
		attach: 'authenticate',
		present: 'authenticate',
		later: 'authenticate'
	},
	{
		number: '4000 0025 0000 3155',
		last4: '3155',
		does: 'Asks to authenticate once',
		attach: 'authenticate',
		present: 'authenticate',
		later: 'succeed'
	},
	{
		number: '4000 0000 0000 0341',
		last4: '0341',
		does: 'Is taken, and declined when it is charged',
		attach: 'succeed',
		present: 'decline',
		later: 'decline'
	}
];

/** The card with these last digits; an unknown one pays. */
export function cardEnding(last4: string | undefined): Card {
	return cards.find((card) => card.last4 === last4) ?? cards[0];
}
