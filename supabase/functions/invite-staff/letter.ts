import { dayIn } from '../_shared/dates.ts';
import { setLetter, type Letter } from '../_shared/letter.ts';

export interface Invitation {
	publicationName: string;
	/** IANA name; the last day is told in it. */
	timeZone: string;
	/** Empty when the inviter has not chosen a name. */
	inviterName: string;
	role: string;
	expiresAt: string;
	link: string;
}

const roles: Record<string, string> = {
	author: 'an author',
	editor: 'an editor',
	admin: 'an admin',
	owner: 'an owner'
};

/** The words of an invitation. */
export function writeLetter(invitation: Invitation): Letter {
	const { publicationName, role, link, timeZone } = invitation;
	const inviter = invitation.inviterName || 'Somebody';
	const until = dayIn(invitation.expiresAt, timeZone);
	return setLetter({
		subject: `${inviter} invites you to “${publicationName}”`,
		masthead: publicationName,
		title: 'You are invited',
		parts: [
			`${inviter} would like you to work on “${publicationName}” as ${roles[role]}.`,
			{ link, label: 'See the invitation' }
		],
		foot: `The invitation is for this address only, works once, and ends on ${until}. If you did not expect it, do nothing.`
	});
}
