import { Resend } from 'resend';
import type { Letter } from './letter.ts';
import { oneLine } from './text.ts';

export interface Mail extends Letter {
	to: string;
	/** The name of whoever writes, where it is not the installation itself. */
	fromName?: string;
	/** Sending twice with the same key within a day sends once. */
	idempotencyKey: string;
}

/**
 * What became of a mail. refused: certainly not sent, may be sent later; in_doubt: perhaps sent, to be
 * tried again with the same key; failed: certainly not sent, and it never will be; unknown: perhaps
 * sent, and trying again would not tell.
 */
export type Receipt = {
	/** So long there is no use in sending another. */
	waitMs: number;
} & (
	| { outcome: 'sent'; id: string }
	| { outcome: 'refused' | 'in_doubt' | 'failed' | 'unknown'; error: string }
);

/** Sends one mail and says what became of it; does not throw. */
export type SendMail = (mail: Mail) => Promise<Receipt>;

/** After so long it is in doubt whether Resend took a mail. */
const TIMEOUT_MS = 10_000;

/** Sends through Resend, or whatever speaks its API at `baseUrl`. */
export function resendMailer(options: {
	apiKey: string;
	/** The installation, as `Pamphlet <post@pamphlet.example>`. */
	from: string;
	baseUrl?: string;
	timeoutMs?: number;
}): SendMail {
	const resend = new Resend(options.apiKey, options.baseUrl ? { baseUrl: options.baseUrl } : {});
	return async ({ idempotencyKey, fromName, to, subject, text, html }) => {
		const began = performance.now();
		const { data, error, headers } = await resend.emails.send(
			{ from: sender(options.from, fromName), to, subject, text, html },
			{ idempotencyKey, signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS) }
		);
		if (!error) return { outcome: 'sent', id: data.id, waitMs: gap(headers ?? {}, began) };
		const outcome = meaning(error);
		const words = oneLine(`${error.name}: ${error.message}`);
		return { outcome, error: words, waitMs: pauseAfter(outcome, error.name, headers ?? {}, began) };
	};
}

/**
 * What an error of Resend says about the mail (https://resend.com/docs/api-reference/errors). A wrong
 * key, an unverified domain and a full quota are the operator's to put right: the mail can wait.
 */
function meaning(error: { name: string; statusCode: number | null }) {
	const { name, statusCode } = error;
	// Another mail went out under this key: its words changed between two attempts.
	if (name === 'invalid_idempotent_request') return 'unknown';
	if (name === 'concurrent_idempotent_requests') return 'in_doubt';
	if (statusCode === 429 || statusCode === 401 || statusCode === 403) return 'refused';
	if (name === 'invalid_from_address' || name === 'security_error') return 'refused';
	if (statusCode && statusCode >= 400 && statusCode < 500) return 'failed';
	return 'in_doubt';
}

/** Before anybody has put a wrong key or a full quota right. */
const HOUR_MS = 3_600_000;

/**
 * How long to wait after an answer so that Resend's limit is kept, which is so many requests a second
 * and a team (https://resend.com/docs/api-reference/rate-limit). One of them is left to others.
 */
function gap(headers: Record<string, string>, began: number): number {
	if (headers['ratelimit-remaining'] === '0') return seconds(headers['ratelimit-reset']);
	const limit = Number(headers['ratelimit-limit']);
	if (!(limit > 0)) return 0;
	return Math.max(0, 1000 / Math.max(limit - 1, 1) - (performance.now() - began));
}

function pauseAfter(
	outcome: string,
	name: string,
	headers: Record<string, string>,
	began: number
): number {
	if (name === 'rate_limit_exceeded') return seconds(headers['retry-after']) || 1000;
	return outcome === 'refused' ? HOUR_MS : gap(headers, began);
}

function seconds(value: string | undefined): number {
	const number = Number(value ?? 0);
	return Number.isFinite(number) ? Math.max(number, 0) * 1000 : 0;
}

/** Longest name of a sender in characters. */
const NAME_MAX = 60;

/**
 * The sender of a mail: `Fog & Sons via Pamphlet <post@pamphlet.example>`. The name loses what means
 * something in a header, and is quoted where RFC 5322 wants it.
 */
export function sender(installation: string, name?: string): string {
	const [, own = '', address = installation] =
		/^\s*(.*?)\s*<([^<>]+)>\s*$/.exec(installation) ?? [];
	const plain = [...oneLine(name ?? '').replace(/["\\<>]/g, '')].slice(0, NAME_MAX).join('').trim();
	if (!plain) return installation;
	const shown = own ? `${plain} via ${own.replace(/["\\]/g, '')}` : plain;
	return `${/[()[\]:;@,.]/.test(shown) ? `"${shown}"` : shown} <${address}>`;
}
