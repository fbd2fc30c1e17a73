import { resendMailer } from '../_shared/mail.ts';
import { publishableKeyFrom, required, visitorClient } from '../_shared/visitor-client.ts';
import { handle } from './handler.ts';
import { invitationsOf } from './invitations.ts';

const url = required(Deno.env, 'SUPABASE_URL');
const publishableKey = publishableKeyFrom(Deno.env);

Deno.serve(
	handle({
		siteUrl: required(Deno.env, 'SITE_URL'),
		invitationsOf: (authorization) =>
			invitationsOf(visitorClient({ url, publishableKey, authorization })),
		sendMail: resendMailer({
			apiKey: required(Deno.env, 'RESEND_API_KEY'),
			baseUrl: Deno.env.get('RESEND_BASE_URL'),
			from: Deno.env.get('MAIL_FROM') ?? 'Pamphlet <post@pamphlet.example>'
		})
	})
);
