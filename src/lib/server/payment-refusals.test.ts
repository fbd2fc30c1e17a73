import { expect, it } from 'vitest';
import { AppError } from './errors.ts';
import { paymentRefusal } from './payment-refusals.ts';

it.each([
	'already_subscribed',
	'banned',
	'not_a_member',
	'payments_not_set_up',
	'stripe_failed',
	'tier_not_for_sale',
	'no_subscription',
	'unavailable'
])('has a sentence of its own for %s', (code) => {
	const { status, words } = paymentRefusal(new AppError(code, 409));
	expect(status).toBe(409);
	expect(words).toMatch(/^[A-Z].*\.$/);
});

it('says how long to wait where there were too many', () => {
	const wait = (retryAfter: number | null) =>
		paymentRefusal(new AppError('too_many_requests', 429, { retryAfter })).words;
	expect(wait(600)).toMatch(/Nothing was charged\. You can try again in 10 minutes\.$/);
	expect(wait(null)).toMatch(/You can try again in a while\.$/);
});

it('leaves what is no refusal to whoever handles errors', () => {
	for (const error of [new AppError('internal', 500), new Error('x')]) {
		expect(() => paymentRefusal(error)).toThrow(error);
	}
});
