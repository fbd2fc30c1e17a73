import { escapeHtml } from '../_shared/mail.ts';

export interface Letter {
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
export function writeLetter(letter: Letter): { subject: string; text: string; html: string } {
	const { publicationName, link } = letter;
	const inviter = letter.inviterName || 'Somebody';
	const opening = `${inviter} would like you to work on “${publicationName}” as ${roles[letter.role]}.`;
	const until = new Intl.DateTimeFormat('en-GB', {
		dateStyle: 'long',
		timeZone: letter.timeZone
	}).format(new Date(letter.expiresAt));
	const terms = `The invitation is for this address only, works once, and ends on ${until}. If you did not expect it, do nothing.`;
	return {
		subject: `${inviter} invites you to “${publicationName}”`,
		text: `${opening}\n\nTo see the invitation and accept it:\n${link}\n\n${terms}\n`,
		html: page([
			escapeHtml(opening),
			`<a href="${escapeHtml(link)}" style="color:#1d1814">See the invitation</a>`,
			`<span style="color:#69645d">${escapeHtml(terms)}</span>`
		])
	};
}

function page(paragraphs: string[]): string {
	const body = paragraphs.map((text) => `<p style="margin:0 0 20px">${text}</p>`).join('\n');
	return `<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;padding:32px 20px;background:#faf9f5;color:#1d1814;font:17px/1.6 Georgia,serif">
<div style="max-width:32rem;margin:0 auto">
${body}
</div>
</body>
</html>`;
}
