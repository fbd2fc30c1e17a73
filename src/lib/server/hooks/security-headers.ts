import { dev } from '$app/environment';
import type { Handle, RequestEvent } from '@sveltejs/kit';
import { env } from '$lib/server/env';
import { isReadingRoute, isScriptedRoute } from './reading-routes';
import { withHeaders } from './headers';

const everywhere = {
	'x-content-type-options': 'nosniff',
	'permissions-policy':
		'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
	'cross-origin-opener-policy': 'same-origin'
};

/**
 * Reading pages show texts that others wrote: nothing runs on them. Pictures of imported posts may
 * still be where they were.
 */
const readingPolicy = (forms: string) =>
	[
		"default-src 'none'",
		"script-src 'none'",
		"style-src 'self' 'unsafe-inline'",
		"img-src 'self' https: data:",
		"media-src 'self' https:",
		"font-src 'self'",
		"manifest-src 'self'",
		forms,
		"base-uri 'none'",
		"frame-ancestors 'none'"
	].join('; ');

/** A form may be answered with a way on to the payment company, and browsers hold that to this, too. */
function formPolicy(): string {
	return ["form-action 'self'", ...env().PAYMENT_ORIGINS].join(' ');
}

/** What is no page is a file or an answer for a program: it needs nothing and may do nothing. */
const filePolicy = [
	"default-src 'none'",
	"style-src 'unsafe-inline'",
	'sandbox',
	"frame-ancestors 'none'"
].join('; ');

/** Whether the page stands in the frame of a publication, be it an error page. */
function isInPublication(event: RequestEvent, response: Response): boolean {
	return (
		isReadingRoute(event.route.id) &&
		!isScriptedRoute(event.route.id) &&
		(response.status < 400 || Boolean(event.locals.html?.accent))
	);
}

/** Headers that make a browser distrust what a page was not meant to do. */
export const securityHeaders: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const headers: Record<string, string> = { ...everywhere };
	if (env().ORIGIN.startsWith('https:')) {
		headers['strict-transport-security'] = 'max-age=31536000';
	}
	if (!response.headers.has('referrer-policy')) {
		headers['referrer-policy'] = 'strict-origin-when-cross-origin';
	}
	const isPage = response.headers.has('content-security-policy');
	// An error page may be the app's own, with its script. The development server reloads by script.
	if (isPage && isInPublication(event, response) && !dev) {
		headers['content-security-policy'] = readingPolicy(formPolicy());
	} else if (isPage) {
		const policy = response.headers.get('content-security-policy') ?? '';
		headers['content-security-policy'] = policy.replace("form-action 'self'", formPolicy());
	} else if (response.status !== 304) {
		// With "not modified" the browser keeps the headers it has, and would take ours for them.
		headers['content-security-policy'] = filePolicy;
	}
	return withHeaders(response, headers);
};
