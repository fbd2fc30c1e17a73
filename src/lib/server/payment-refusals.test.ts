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

it('leaves what is no refusal to whoever handles errors', () => {
	for (const error of [new AppError('internal', 500), new Error('x')]) {
		expect(() => paymentRefusal(error)).toThrow(error);
	}
});
