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
	trial_end: z.string(),
	amount: z.int().min(0),
	currency: z.string().regex(/^[a-zA-Z]{3}$/),
	interval: z.enum(['month', 'year'])
});

/** A few days before the first payment: when it comes, and how much it is. */
export function trialEnding(input: unknown, siteUrl: string): PublicationLetter {
	const mail = data.parse(input);
	const end = day(mail.trial_end, mail);
	const price = `${formatAmount(mail.amount, mail.currency)} a ${mail.interval}`;
	return fromPublication(mail, {
		subject: `Your trial of “${mail.publication_name}” ends on ${end}`,
		title: 'Your trial is ending',
		parts: [
			`${mail.name ? `Dear ${mail.name}, your` : 'Your'} trial of “${mail.tier_name}” ends on ${end}. From then on your subscription costs ${price}. To keep it, do nothing.`,
			{ link: address('/account', siteUrl), label: 'See your subscription' }
		],
		foot: `To pay nothing, end it in your account before ${end}.`
	});
}
