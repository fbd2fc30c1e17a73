import { setLetter, type Letter, type Part } from '../_shared/letter.ts';

/** What Auth may want a mail about; notices of changes are not switched on. */
export const authMailKinds = [
	'signup',
	'magiclink',
	'email',
	'recovery',
	'invite',
	'email_change',
	'reauthentication'
] as const;

type AuthMailKind = (typeof authMailKinds)[number];

/** One mail of Auth. */
export interface AuthMail {
	kind: AuthMailKind;
	to: string;
	/** Six digits. */
	code: string;
	/** Proves the same as the code, for a link. */
	tokenHash: string;
	/** Where the person goes on; Auth has checked it against the allowed addresses. */
	redirectTo: string;
	/** The address of the account, and the one it is to get. */
	email: string;
	newEmail: string;
}

/** A page of ours behind a link. The first verifies codes as well; moving an account takes links only. */
type Page = '/auth/confirm' | '/auth/move';

interface Words {
	subject(mail: AuthMail): string;
	title: string;
	says(mail: AuthMail): string;
	/** The words of the link, and the `type` that verifies it; no link where there is none. */
	link?: { label: string; type: string; page: Page };
	foot(mail: AuthMail): string;
}

const codeInSubject = ({ code }: AuthMail) => `${code} is your code for Pamphlet`;
const terms = 'It works once, within ten minutes.';

const signIn: Words = {
	subject: codeInSubject,
	title: 'Your code',
	says: () => `Type it on the page that asked for it. ${terms}`,
	link: { label: 'Sign in to Pamphlet', type: 'email', page: '/auth/confirm' },
	foot: ({ to }) =>
		`Somebody typed ${to} to sign in. If that was not you, leave this mail unanswered: without the code nobody gets in.`
};

const words: Record<AuthMailKind, Words> = {
	magiclink: signIn,
	email: signIn,
	signup: {
		subject: codeInSubject,
		title: 'Your code',
		says: () => `Type it on the page that asked for it, and your account is made. ${terms}`,
		link: { label: 'Confirm my address', type: 'email', page: '/auth/confirm' },
		foot: ({ to }) =>
			`Somebody typed ${to} to sign in to Pamphlet for the first time. If that was not you, leave this mail unanswered: no account is made.`
	},
	recovery: {
		subject: () => 'Choose a new password for Pamphlet',
		title: 'A new password',
		says: () =>
			`With this code you sign in without the old password, and choose a new one in your account. ${terms}`,
		link: { label: 'Sign in and choose a password', type: 'email', page: '/auth/confirm' },
		foot: ({ to }) =>
			`Somebody asked for this with the address ${to}. If that was not you, leave this mail unanswered: your password stays as it is.`
	},
	invite: {
		subject: () => 'You have been invited to Pamphlet',
		title: 'You have been invited',
		says: ({ to }) =>
			`Somebody has opened an account for ${to} at Pamphlet, a home for independent publications. Sign in with this code. ${terms}`,
		link: { label: 'Accept the invitation', type: 'invite', page: '/auth/confirm' },
		foot: () => 'If you expected nothing of the kind, leave this mail unanswered.'
	},
	email_change: {
		subject: () => 'Confirm your new address for Pamphlet',
		title: 'A new address',
		says: ({ email, newEmail }) =>
			`The account of ${email} is to move to ${newEmail}. Both addresses are asked, and each has a link of its own. ${terms}`,
		link: { label: 'Agree to the new address', type: 'email_change', page: '/auth/move' },
		foot: () =>
			'If you did not ask for this, leave this mail unanswered, and the address stays as it is. Then look at who is signed in to your account.'
	},
	reauthentication: {
		subject: codeInSubject,
		title: 'Your code',
		says: () => `Type it on the page that asked for it, to say that it is still you. ${terms}`,
		foot: () =>
			'If you did not ask for this, somebody else is at your account: sign out everywhere, and choose a new password.'
	}
};

/** The letter of a mail of Auth: a code, and a link, where there is one to follow, to a page of ours that wants a button pressed. */
export function writeAuthLetter(mail: AuthMail, siteUrl: string): Letter {
	const { subject, title, says, link, foot } = words[mail.kind];
	const parts: Part[] = [says(mail)];
	if (link?.page !== '/auth/move') parts.push({ code: mail.code });
	if (link?.page === '/auth/confirm')
		parts.push('Or open this link, and say there that it is you:');
	if (link) parts.push({ link: linkTo(link.page, link.type, mail, siteUrl), label: link.label });
	return setLetter({
		subject: subject(mail),
		masthead: 'Pamphlet',
		title,
		parts,
		foot: foot(mail)
	});
}

function linkTo(page: Page, type: string, mail: AuthMail, siteUrl: string): string {
	const link = new URL(page, siteUrl);
	link.search = new URLSearchParams({
		token_hash: mail.tokenHash,
		type,
		next: mail.redirectTo
	}).toString();
	return link.href;
}
