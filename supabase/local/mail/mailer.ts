import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Resend } from 'resend';
import { StackError } from '../errors.ts';
import type { MailKind, ProjectConfig } from '../project-config.ts';
import { plainText, renderHtml, renderSubject, type MailValues } from './template.ts';

/** What a mail of Auth says, beyond what the configuration knows. */
export interface AuthMail {
	to: string;
	/** The six digits; empty where a mail carries a link only. */
	token: string;
	tokenHash: string;
	/** Where the person goes after confirming, already checked against the allowed addresses. */
	redirectTo: string;
	/** The address of the account, when the mail goes to another one. */
	email?: string;
	newEmail?: string;
}

export type SendAuthMail = (kind: MailKind, mail: AuthMail) => Promise<void>;

/** The `type` parameter of `/auth/v1/verify` for each mail. */
const verifyType: Record<MailKind, string> = {
	confirmation: 'signup',
	recovery: 'recovery',
	magic_link: 'magiclink',
	email_change: 'email_change',
	invite: 'invite',
	reauthentication: 'reauthentication'
};

/**
 * Sends the mails of Auth through the local Resend, rendered from the templates that a hosted
 * project uses.
 * @throws StackError when a template is missing or names something unknown
 */
export function createAuthMailer(
	{ auth }: ProjectConfig,
	projectDir: string,
	apiUrl: string,
	resendUrl: string
): SendAuthMail {
	const resend = new Resend('re_local', { baseUrl: resendUrl });
	const { admin_email: address, sender_name: name } = auth.email.smtp;
	const templates = loadTemplates(auth.email.template, projectDir);
	return async (kind, mail) => {
		const template = templates.get(kind) ?? builtIn;
		const query = new URLSearchParams({
			token: mail.tokenHash,
			type: verifyType[kind],
			redirect_to: mail.redirectTo
		});
		const values: MailValues = {
			ConfirmationURL: `${apiUrl}/auth/v1/verify?${query}`,
			Token: mail.token,
			TokenHash: mail.tokenHash,
			SiteURL: auth.site_url,
			RedirectTo: mail.redirectTo,
			Email: mail.email ?? mail.to,
			NewEmail: mail.newEmail ?? ''
		};
		const html = renderHtml(template.html, values);
		const { error } = await resend.emails.send({
			from: `${name} <${address}>`,
			to: mail.to,
			subject: renderSubject(template.subject, values),
			html,
			text: plainText(html)
		});
		if (error) throw new Error(`The local Resend refused a mail: ${error.message}`);
	};
}

interface Template {
	subject: string;
	html: string;
}

/** For a project that configures no template of its own. */
const builtIn: Template = {
	subject: 'Your code: {{ .Token }}',
	html: '<p>Your code: {{ .Token }}</p>\n<p><a href="{{ .ConfirmationURL }}">Continue</a></p>'
};

function loadTemplates(
	configured: ProjectConfig['auth']['email']['template'],
	projectDir: string
): Map<MailKind, Template> {
	const probe: MailValues = {
		ConfirmationURL: '',
		Token: '',
		TokenHash: '',
		SiteURL: '',
		RedirectTo: '',
		Email: '',
		NewEmail: ''
	};
	const loaded = new Map<MailKind, Template>();
	for (const [kind, { subject, content_path: file }] of Object.entries(configured)) {
		try {
			const html = readFileSync(path.resolve(projectDir, file), 'utf8');
			renderHtml(html, probe);
			renderSubject(subject, probe);
			loaded.set(kind as MailKind, { subject, html });
		} catch (error) {
			const reason = error instanceof Error ? error.message : error;
			throw new StackError(`The mail template ${kind} (${file}) cannot be used: ${reason}`);
		}
	}
	return loaded;
}
