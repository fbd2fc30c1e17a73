import { z } from 'zod';
import { formatAmount } from '../../_shared/money.ts';
import {
	address,
	day,
	fromPublication,
	givenName,
	name,
	publication,
	type PublicationLetter
} from './publication.ts';

const data = publication.extend({
	name: givenName,
	tier_name: name,
	amount: z.int().min(0),
	currency: z.string().regex(/^[a-zA-Z]{3}$/),
	grace_until: z.string().nullable().default(null),
	action_required: z.boolean().default(false),
	/** Stripe's page of the invoice. */
	invoice_url: z
		.url({ protocol: /^https?$/ })
		.nullable()
		.default(null)
});

/** A payment did not go through: what it was for, how long there is, and where to make it good. */
export function paymentFailed(input: unknown, siteUrl: string): PublicationLetter {
	const mail = data.parse(input);
	const amount = formatAmount(mail.amount, mail.currency);
	const account = address('/account', siteUrl);
	const what = mail.action_required
		? `bank wants to hear from you before it pays ${amount} for “${mail.tier_name}”.`
		: `payment of ${amount} for “${mail.tier_name}” did not go through.`;
	const time = mail.grace_until
		? `Until ${day(mail.grace_until, mail)} you read as before; after that it is closed until the payment is made.`
		: `What is written for “${mail.tier_name}” stays closed until the payment is made.`;
	return fromPublication(mail, {
		subject: mail.action_required
			? `Your payment for “${mail.publication_name}” needs your word`
			: `Your payment for “${mail.publication_name}” did not go through`,
		title: mail.action_required ? 'Confirm your payment' : 'A payment did not go through',
		parts: [
			`${mail.name ? `Dear ${mail.name}, your` : 'Your'} ${what} ${time}`,
			{
				link: mail.invoice_url ?? account,
				label: mail.action_required ? 'Confirm the payment' : 'Make the payment'
			}
		],
		foot: `To use another card, or to end your subscription, go to your account: ${account}`
	});
}
