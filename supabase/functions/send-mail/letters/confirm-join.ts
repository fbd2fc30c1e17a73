import {
	address,
	fromPublication,
	ifNotYou,
	publication,
	token,
	type PublicationLetter
} from './publication.ts';

const data = publication.extend({ token });

/** Somebody asked to join; the owner of the address says whether it was them. */
export function confirmJoin(input: unknown, siteUrl: string): PublicationLetter {
	const mail = data.parse(input);
	const link = address(`/@${mail.slug}/join/confirm/${mail.token}`, siteUrl);
	return fromPublication(mail, {
		subject: `Confirm your address for “${mail.publication_name}”`,
		title: 'One more step',
		parts: [
			`Somebody, you we hope, asked to join “${mail.publication_name}” with this address. Say on the next page that it is you, and you are a member.`,
			{ link, label: 'Confirm my address' }
		],
		foot: ifNotYou
	});
}
