import { Resend } from 'resend';
import type { ProjectConfig } from '../project-config.ts';
import { localKeys } from '../settings.ts';
import { callHook } from './hook.ts';

/** The mails Auth sends, each with the `type` that its link and its hook name. */
export const mailTypes = {
	confirmation: 'signup',
	recovery: 'recovery',
	magic_link: 'magiclink',
	email_change: 'email_change',
	invite: 'invite',
	reauthentication: 'reauthentication'
} as const;

export type MailKind = keyof typeof mailTypes;

/** A code, and what stands for it in a link. */
interface Proof {
	token: string;
	tokenHash: string;
}

/** What a mail of Auth says, beyond what the configuration knows. */
export interface AuthMail extends Proof {
	/** The account, as Auth shows it. */
	user: { email: string; new_email?: string };
	/** Of the new address, where a change wants the word of both. The first one is the present's then. */
	second?: Proof;
	/** Where the person goes after confirming, already checked against the allowed addresses. */
	redirectTo: string;
}

export type SendAuthMail = (kind: MailKind, mail: AuthMail) => Promise<void>;

/**
 * Sends the mails of Auth as the project wants it: by its send-email hook, or, where it has none, by
 * two plain lines through the local Resend.
 */
export function createAuthMailer(
	{ auth }: ProjectConfig,
	apiUrl: string,
	resendUrl: string
): SendAuthMail {
	const { enabled, uri } = auth.hook.send_email;
	if (enabled && uri) {
		// The path of config.toml is right here, too; its host is the one that containers see.
		const { pathname } = new URL(uri);
		const url = new URL(pathname, apiUrl);
		return async (kind, mail) =>
			callHook(url, localKeys.hookSecret, hookPayload(kind, mail, apiUrl));
	}
	const resend = new Resend('re_local', { baseUrl: resendUrl });
	return async (kind, mail) => {
		for (const { to, token, tokenHash } of recipients(kind, mail)) {
			const link = new URL('/auth/v1/verify', apiUrl);
			const type = mailTypes[kind];
			link.search = `${new URLSearchParams({ token: tokenHash, type, redirect_to: mail.redirectTo })}`;
			const { error } = await resend.emails.send({
				from: 'Auth <no-reply@example.com>',
				to,
				subject: `Your code: ${token}`,
				html: `<p>Your code: ${token}</p>\n<p><a href="${link.href.replaceAll('&', '&amp;')}">Continue</a></p>`,
				text: `Your code: ${token}\n\nContinue: ${link.href}`
			});
			if (error) throw new Error(`The local Resend refused a mail: ${error.message}`);
		}
	};
}

function recipients(kind: MailKind, { user, second, ...proof }: AuthMail) {
	const newEmail = user.new_email ?? user.email;
	if (second)
		return [
			{ ...proof, to: user.email },
			{ ...second, to: newEmail }
		];
	return [{ ...proof, to: kind === 'email_change' ? newEmail : user.email }];
}

/**
 * What hosted Auth tells its hook (https://supabase.com/docs/guides/auth/auth-hooks/send-email-hook).
 * Of a change that both addresses confirm, `token_hash` is the new address's and `token_hash_new` the
 * present one's, though `token_new` is the new one's.
 */
export function hookPayload(kind: MailKind, mail: AuthMail, apiUrl: string) {
	const { user, token, tokenHash, second, redirectTo } = mail;
	return {
		user,
		email_data: {
			token,
			token_hash: second?.tokenHash ?? tokenHash,
			redirect_to: redirectTo,
			email_action_type: mailTypes[kind],
			site_url: apiUrl,
			token_new: second?.token ?? '',
			token_hash_new: second ? tokenHash : '',
			old_email: '',
			old_phone: '',
			provider: '',
			factor_type: ''
		}
	};
}
