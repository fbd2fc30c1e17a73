import { z } from 'zod';
import { address, fromPublication, publication, type PublicationLetter } from './publication.ts';

const data = publication.extend({ new_hint: z.string().max(260) });

/** Tells the old address of a member that the membership has moved. */
export function addressChanged(input: unknown, siteUrl: string): PublicationLetter {
	const mail = data.parse(input);
	return fromPublication(mail, {
		subject: `Your membership of “${mail.publication_name}” has moved`,
		title: 'It has moved',
		parts: [
			`The membership of this address in “${mail.publication_name}” has moved to ${mail.new_hint}, as its owner asked while signed in. From now on it is read with that address.`,
			{ link: address('/account', siteUrl), label: 'To your account' }
		],
		foot: 'If that was not you, somebody else may have been signed in as you: sign in, end the sessions you do not know, and write to the people who make the publication.'
	});
}
