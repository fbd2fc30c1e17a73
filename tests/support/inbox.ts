import { setTimeout as pause } from 'node:timers/promises';

/** A mail the local Resend has taken. */
export interface Mail {
	id: string;
	to: string[];
	from: string;
	subject: string;
	html: string;
	text: string;
}

/** The mails to one address, newest first. */
export async function mailsTo(inboxUrl: string, address: string): Promise<Mail[]> {
	const response = await fetch(new URL('/emails', inboxUrl), {
		headers: { authorization: 'Bearer re_local' }
	});
	const { data } = (await response.json()) as { data: Mail[] };
	return data.filter((mail) => mail.to.includes(address)).reverse();
}

/**
 * Waits for the newest mail to an address.
 * @param seen mails to it that are there already and do not count
 */
export async function nextMail(
	inboxUrl: string,
	address: string,
	seen = 0,
	patience = 10_000
): Promise<Mail> {
	const deadline = Date.now() + patience;
	for (;;) {
		const mails = await mailsTo(inboxUrl, address);
		if (mails.length > seen && mails[0]) return mails[0];
		if (Date.now() > deadline) throw new Error(`No mail came to ${address}.`);
		await pause(50);
	}
}

/** The six digits in a mail. */
export function codeIn(mail: Mail): string {
	const code = /\b\d{6}\b/.exec(`${mail.subject}\n${mail.text}`)?.[0];
	if (!code) throw new Error(`No code in “${mail.subject}”.`);
	return code;
}

/** The first link in a mail that leads to this path. */
export function linkIn(mail: Mail, pathname: string): string {
	const links = [...mail.html.matchAll(/href="([^"]+)"/g)].map(([, url]) =>
		(url ?? '').replaceAll('&amp;', '&')
	);
	const link = links.find((url) => new URL(url).pathname.startsWith(pathname));
	if (!link) throw new Error(`No link to ${pathname} in “${mail.subject}”.`);
	return link;
}
