import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { email } from '../../../src/lib/schemas/sign-in.ts';
import type { Receipt, SendMail } from '../_shared/mail.ts';
import { sha256 } from '../_shared/sha256.ts';
import { authMailKinds, writeAuthLetter, type AuthMail } from './auth-letters.ts';

export interface HookDeps {
	siteUrl: string;
	/** As Auth keeps it: `v1,whsec_…`, several with `|` between them while one replaces another. */
	secret: string;
	sendMail: SendMail;
	/**
	 * Whether these addresses may be sent this mail now. The same answer for the same key. Throws when
	 * the database does not answer.
	 */
	mayMail(key: string, addresses: string[]): Promise<boolean>;
	sleep(ms: number): Promise<void>;
}

/** A mail, and the key that stays the same when Auth tries again. */
type KeyedMail = AuthMail & { key: string };

export type AnswerHook = (body: string, headers: Headers) => Promise<Response>;

const text = z
	.string()
	.nullish()
	.transform((value) => value ?? '');

/** Empty where no address is about to change. */
const newAddress = text.pipe(z.union([z.literal(''), email]));

/** https://supabase.com/docs/guides/auth/auth-hooks/send-email-hook; new fields may come. */
const payload = z.object({
	// Auth accepts more than mail servers deliver to, such as a domain without a dot.
	user: z.object({
		email,
		new_email: newAddress,
		email_new: newAddress
	}),
	email_data: z.object({
		email_action_type: z.enum(authMailKinds),
		token: text,
		token_hash: text,
		token_new: text,
		token_hash_new: text,
		redirect_to: text
	})
});

/** Auth tries again at once, not after the second it is told, and gives up after five. */
const WAIT_MAX_MS = 1500;

/**
 * Makes the answer to calls of Auth's send-email hook: 200 once Resend has taken every mail of it.
 * Errors are as the hook wants them, `{error: {http_code, message}}`; with 503 and retry-after Auth
 * tries again, three times within its five seconds. A mail beyond the limits is 429 without
 * retry-after: Auth does not try again, and the code that was sent before stays good, because Auth
 * stores a code only after its mail was sent (internal/hooks/hookshttp/hookshttp.go and sendMagicLink
 * and the like in internal/api/mail.go of supabase/auth).
 * @throws {Error} where the secret is none: better no function than one that anybody may call
 */
export function authHook({ siteUrl, secret, sendMail, mayMail, sleep }: HookDeps): AnswerHook {
	const webhooks = secret.split('|').map((one) => {
		if (!one.startsWith('v1,whsec_')) throw new Error('The secret of the hook is not v1,whsec_…');
		return new Webhook(one.replace('v1,', ''));
	});

	return async (body, headers) => {
		if (!webhooks.some((webhook) => isSigned(webhook, body, headers))) {
			return refuse(401, 'The signature is not good.');
		}
		const parsed = payload.safeParse(json(body));
		if (!parsed.success) {
			console.error('send-email hook', z.prettifyError(parsed.error));
			return refuse(400, 'The payload is not that of a mail this installation sends.');
		}
		const mails = await Promise.all(
			mailsOf(parsed.data).map(async (mail) => ({ ...mail, key: await keyOf(mail) }))
		);
		const allowed = await isAllowed(mails);
		if (allowed === 'unknown') return refuse(503, 'The limits could not be asked for.', true);
		if (!allowed) return refuse(429, 'This address was sent too many mails.');
		const receipts = await Promise.all(mails.map(send));
		const bad = receipts.find(({ outcome }) => outcome !== 'sent');
		if (!bad || bad.outcome === 'sent') return Response.json({});
		console.error('send-email hook', bad.outcome, bad.error);
		const again = bad.outcome === 'refused' || bad.outcome === 'in_doubt';
		return refuse(again ? 503 : 500, 'The mail could not be sent.', again);
	};

	/** Operators invite with the secret key, without a limit; all other mails anybody can cause. */
	async function isAllowed(mails: KeyedMail[]): Promise<boolean | 'unknown'> {
		const limited = mails.filter(({ kind }) => kind !== 'invite');
		const [first] = limited;
		if (!first) return true;
		try {
			return await mayMail(
				first.key,
				limited.map(({ to }) => to)
			);
		} catch (error) {
			console.error('send-email hook', error);
			return 'unknown';
		}
	}

	async function send({ key, ...mail }: KeyedMail): Promise<Receipt> {
		const letter = writeAuthLetter(mail, siteUrl);
		const message = { ...letter, to: mail.to, idempotencyKey: key };
		const receipt = await sendMail(message);
		if (receipt.outcome !== 'refused' || receipt.waitMs > WAIT_MAX_MS) return receipt;
		await sleep(receipt.waitMs);
		return sendMail(message);
	}
}

/** Whether Auth wrote this, in the last five minutes. @see https://www.standardwebhooks.com */
function isSigned(webhook: Webhook, body: string, headers: Headers): boolean {
	try {
		webhook.verify(body, Object.fromEntries(headers), { jsonParse: false });
		return true;
	} catch {
		return false;
	}
}

/**
 * The mails of a call. A change of address that both addresses must agree to is two, and the names
 * mislead: `token_hash_new` goes with `token` and the present address, `token_hash` with `token_new`
 * and the new one ("Email change behavior and token hash mapping" in the documentation of the hook).
 * The new address is `user.new_email` in Auth's own code (internal/models/user.go).
 */
function mailsOf({ user, email_data: data }: z.infer<typeof payload>): AuthMail[] {
	const newEmail = user.new_email || user.email_new;
	const { email_action_type: kind, redirect_to: redirectTo } = data;
	const common = { kind, redirectTo, email: user.email, newEmail };
	if (kind !== 'email_change') {
		return [{ ...common, to: user.email, code: data.token, tokenHash: data.token_hash }];
	}
	const toNew = { ...common, to: newEmail || user.email, tokenHash: data.token_hash };
	if (!data.token_hash_new) return [{ ...toNew, code: data.token_new || data.token }];
	return [
		{ ...common, to: user.email, code: data.token, tokenHash: data.token_hash_new },
		{ ...toNew, code: data.token_new }
	];
}

/**
 * One code is one mail, however often Auth tries. Its `webhook-id` would not do: each try has another
 * (internal/hooks/hookshttp/hookshttp.go in supabase/auth).
 */
async function keyOf({ kind, to, code, tokenHash }: AuthMail): Promise<string> {
	return `auth/${await sha256([kind, to, code, tokenHash].join('\n'))}`;
}

function json(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}

/** An error as Auth reads it from a hook. */
export function refuse(status: number, message: string, again = false): Response {
	return Response.json(
		{ error: { http_code: status, message } },
		{ status, headers: again ? { 'retry-after': '1' } : {} }
	);
}
