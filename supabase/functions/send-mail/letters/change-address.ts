import { z } from 'zod';
import {
	address,
	fromPublication,
	publication,
	token,
	type PublicationLetter
} from './publication.ts';

const data = publication.extend({ token, old_email: z.string() });

/** Asks the new address of a member whether it is theirs. */
export function changeAddress(input: unknown, siteUrl: string): PublicationLetter {
	const mail = data.parse(input);
	return fromPublication(mail, {
		subject: `Confirm your new address for “${mail.publication_name}”`,
		title: 'A new address',
		parts: [
			`The membership of ${mail.old_email} in “${mail.publication_name}” is to move to this address. Say on the next page that it is yours, and it does.`,
			{ link: address(`/account/address/${mail.token}`, siteUrl), label: 'Confirm this address' }
		],
		foot: 'If you did not ask for this, do nothing, and the membership stays where it is.'
	});
}
