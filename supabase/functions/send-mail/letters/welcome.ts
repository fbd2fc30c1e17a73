import {
	address,
	fromPublication,
	givenName,
	name,
	publication,
	type PublicationLetter
} from './publication.ts';

const data = publication.extend({
	name: givenName,
	tier_name: name.nullable().default(null)
});

/** The first mail to a member. */
export function welcome(input: unknown, siteUrl: string): PublicationLetter {
	const mail = data.parse(input);
	const opened = mail.tier_name
		? `Thank you for your support. From now on you read all that is written for “${mail.tier_name}”.`
		: 'From now on you read all that is written for its members.';
	return fromPublication(mail, {
		subject: `Welcome to “${mail.publication_name}”`,
		title: mail.name ? `Welcome, ${mail.name}` : 'Welcome',
		parts: [
			`You are a member of “${mail.publication_name}”. ${opened}`,
			{ link: address(`/@${mail.slug}`, siteUrl), label: 'Start reading' }
		],
		foot: `What you have here, and how to change or end it, is in your account: ${address('/account', siteUrl)}`
	});
}
