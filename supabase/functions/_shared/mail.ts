import { Resend } from 'resend';

export interface Mail {
	to: string;
	subject: string;
	text: string;
	html: string;
	/** Sending twice with the same key within a day sends once. */
	idempotencyKey: string;
}

/** Sends one mail; an error says why it did not go out. */
export type SendMail = (mail: Mail) => Promise<void>;

/** Sends through Resend, or whatever speaks its API at `baseUrl`. */
export function resendMailer(options: {
	apiKey: string;
	from: string;
	baseUrl?: string;
}): SendMail {
	const resend = new Resend(options.apiKey, options.baseUrl ? { baseUrl: options.baseUrl } : {});
	return async ({ idempotencyKey, ...mail }) => {
		const { error } = await resend.emails.send(
			{ ...mail, from: options.from, subject: headerLine(mail.subject) },
			{ idempotencyKey }
		);
		if (error) throw new Error(`Resend: ${error.name} ${error.message}`);
	};
}

/** Longest subject in characters; mail programs show less. */
const SUBJECT_MAX = 150;

/**
 * A text as one line of a mail's head. Line breaks would begin a header of the sender's choosing, and
 * marks of direction would show a name that is not the one written.
 */
export function headerLine(text: string): string {
	const line = text
		.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
		.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
		.trim();
	const letters = [...line];
	return letters.length > SUBJECT_MAX ? `${letters.slice(0, SUBJECT_MAX - 1).join('')}…` : line;
}

/** A text as it may stand in HTML, attributes in double quotes included. */
export function escapeHtml(text: string): string {
	const names: Record<string, string> = {
		'&': 'amp',
		'<': 'lt',
		'>': 'gt',
		'"': 'quot',
		"'": '#39'
	};
	return text.replace(/[&<>"']/g, (letter) => `&${names[letter]};`);
}
