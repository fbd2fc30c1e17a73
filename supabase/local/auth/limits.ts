import type { MiddlewareHandler } from 'hono';
import type { Api, ApiContext } from '../api/context.ts';
import type { ProjectConfig } from '../project-config.ts';
import { authError, AuthRefusal } from './errors.ts';

type RateLimits = ProjectConfig['auth']['rate_limit'];

/** What Auth lets one address do at once (internal/api/apilimiter/apilimiter.go in supabase/auth). */
const BURST = 30;
const FIVE_MINUTES = 300;

/** Which figure of `[auth.rate_limit]` limits a route; each route is counted by itself. */
const limited: Record<string, Exclude<keyof RateLimits, 'email_sent'>> = {
	'POST /auth/v1/otp': 'sign_in_sign_ups',
	'POST /auth/v1/magiclink': 'sign_in_sign_ups',
	'POST /auth/v1/recover': 'sign_in_sign_ups',
	'POST /auth/v1/resend': 'sign_in_sign_ups',
	'POST /auth/v1/signup': 'sign_in_sign_ups',
	'PUT /auth/v1/user': 'sign_in_sign_ups',
	'GET /auth/v1/verify': 'token_verifications',
	'POST /auth/v1/verify': 'token_verifications',
	'POST /auth/v1/token': 'token_refresh'
};

/** Seconds since some moment; a test has its own. */
export type Seconds = () => number;
const systemSeconds: Seconds = () => performance.now() / 1000;

/** A bucket that is full of tokens at first and is filled at an even rate. */
export function tokenBucket(capacity: number, perSecond: number, seconds: Seconds = systemSeconds) {
	let tokens = capacity;
	let filledAt = seconds();
	/** Takes a token; false when there is none. */
	return (): boolean => {
		const now = seconds();
		tokens = Math.min(capacity, tokens + (now - filledAt) * perSecond);
		filledAt = now;
		if (tokens < 1) return false;
		tokens -= 1;
		return true;
	};
}

/** Limits the routes of Auth by the network address that asks, as config.toml wants it. */
export function limitByAddress(
	limits: RateLimits,
	seconds: Seconds = systemSeconds
): MiddlewareHandler<Api> {
	const buckets = new Map<string, () => boolean>();
	return async (c, next) => {
		const figure = limited[`${c.req.method} ${c.req.path}`];
		const rate = figure && limits[figure];
		if (rate === undefined) return next();
		// GET and POST of /verify are one route to Auth.
		const key = `${c.req.path} ${addressOf(c)}`;
		const take = buckets.get(key) ?? tokenBucket(BURST, rate / FIVE_MINUTES, seconds);
		buckets.set(key, take);
		if (take()) return next();
		return authError(c, 429, 'over_request_rate_limit', 'Request rate limit reached');
	};
}

/** Auth's limit of mails in an hour, counted before they are sent: throws when there were too many. */
export function limitMails({ email_sent: perHour }: RateLimits): () => void {
	const take = perHour === undefined ? () => true : tokenBucket(perHour, perHour / 3600);
	return () => {
		if (take()) return;
		throw new AuthRefusal(429, 'over_email_send_rate_limit', 'email rate limit exceeded');
	};
}

/**
 * Auth's `max_frequency`.
 * @throws {AuthRefusal} when the last mail of a kind to an account was sent too short a while ago
 */
export function holdApart(seconds: number, sentAt: string | null): void {
	const left = sentAt === null ? 0 : Date.parse(sentAt) / 1000 + seconds - Date.now() / 1000;
	if (left <= 0) return;
	throw new AuthRefusal(
		429,
		'over_email_send_rate_limit',
		`For security purposes, you can only request this after ${Math.ceil(left)} seconds.`
	);
}

/** The address that asks: the one a proxy names, as hosted Auth has it from its gateway, or the peer's. */
export function addressOf(c: ApiContext): string | null {
	const forwarded = c.req.header('x-forwarded-for')?.split(',')[0]?.trim();
	return forwarded ?? c.env.incoming?.socket.remoteAddress ?? null;
}
