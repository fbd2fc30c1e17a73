import { waitInWords } from '../domain/wait';
import { AppError } from './errors';

/** What a reader is told when a payment could not begin. */
const refusals: Record<string, string> = {
	already_subscribed:
		'You have a subscription here already. Changing it is better than paying twice: nothing was begun.',
	banned: 'This address may not join this publication. Nothing was charged.',
	no_subscription: 'There is no subscription to look after any more.',
	not_a_member: 'Please join first; then you can choose a tier.',
	payments_not_set_up: 'This publication cannot take payments yet. Nothing was charged.',
	stripe_failed: 'The payment company did not answer. Nothing was charged: please try again.',
	tier_not_for_sale: 'That is not on offer any more. Nothing was charged: please choose another.',
	too_many_requests:
		'You have gone to the payment pages many times in a short while. Nothing was charged.',
	unavailable: 'The payment company cannot be reached. Nothing was charged: please try again.'
};

/**
 * The sentence for a refusal to take or change a payment.
 * @throws what is none of those
 */
export function paymentRefusal(error: unknown): { status: number; words: string } {
	const words = error instanceof AppError ? refusals[error.code] : undefined;
	if (!(error instanceof AppError) || words === undefined) throw error;
	const { status, retryAfter } = error;
	if (status !== 429) return { status, words };
	const wait = retryAfter === null ? 'in a while' : `in ${waitInWords(retryAfter)}`;
	return { status, words: `${words} You can try again ${wait}.` };
}
