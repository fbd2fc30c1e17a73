import type { Logger } from 'pino';
import type { HtmlAttributes } from '$lib/server/hooks/html-attributes';
import type { Client } from '$lib/supabase/server';

declare global {
	namespace App {
		/** What every error page and failed request says. Nothing of the cause is in it. */
		interface Error {
			message: string;
			/** Stable, for programs and for the reader of a bug report: `not_found`, `taken`, … */
			code: string;
			/** The same id is in the log and in the `x-request-id` header. */
			requestId: string;
		}

		interface Locals {
			requestId: string;
			/** Carries the request id in every line. */
			log: Logger;
			/** Acts as the visitor: their token from the cookie, or nobody. Made on first use. */
			supabase: Client;
			/** Who is signed in, with a verified token. */
			viewer: Viewer | null;
			/** There was a session, but Auth could not be asked about it. */
			sessionUnverified: boolean;
			/** Language, direction and accent of the `<html>` element. */
			html: HtmlAttributes;
		}

		interface Viewer {
			id: string;
			email: string;
			sessionId: string;
		}
	}
}
