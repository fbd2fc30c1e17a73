import {
	address,
	fromPublication,
	ifNotYou,
	publication,
	type PublicationLetter
} from './publication.ts';

/** Somebody asked to join with the address of a member: the page said what it says to everybody. */
export function alreadyMember(input: unknown, siteUrl: string): PublicationLetter {
	const mail = publication.parse(input);
	const next = encodeURIComponent(`/@${mail.slug}`);
	return fromPublication(mail, {
		subject: `You are a member of “${mail.publication_name}” already`,
		title: 'You are a member already',
		parts: [
			`Somebody, you we hope, asked to join “${mail.publication_name}” with this address. It is a member’s, so there is nothing to confirm: sign in, and read.`,
			{ link: address(`/sign-in?next=${next}`, siteUrl), label: 'Sign in' }
		],
		foot: ifNotYou
	});
}
