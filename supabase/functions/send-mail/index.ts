import { resendMailer } from '../_shared/mail.ts';
import { serviceClient } from '../_shared/service-client.ts';
import { required } from '../_shared/visitor-client.ts';
import { handle } from './handler.ts';
import { mailLimitsOf } from './mail-limits.ts';
import { outboxOf } from './outbox.ts';

const mailer = {
	apiKey: required(Deno.env, 'RESEND_API_KEY'),
	baseUrl: Deno.env.get('RESEND_BASE_URL'),
	from: Deno.env.get('MAIL_FROM') ?? 'Pamphlet <post@pamphlet.example>'
};

const db = serviceClient(Deno.env);

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

Deno.serve(
	handle({
		siteUrl: required(Deno.env, 'SITE_URL'),
		drain: {
			outbox: outboxOf(db),
			sendMail: resendMailer(mailer),
			now: () => performance.now(),
			sleep
		},
		hook: {
			secret: required(Deno.env, 'SEND_EMAIL_HOOK_SECRET'),
			// Auth waits five seconds.
			sendMail: resendMailer({ ...mailer, timeoutMs: 4000 }),
			mayMail: mailLimitsOf(db),
			sleep
		}
	})
);
