import path from 'node:path';
import { createEmulator } from 'emulate';
import { HOST, localKeys, type Settings } from './settings.ts';
import { startLocalStripe } from './stripe/server.ts';

/** Stand-ins for the services the product pays for elsewhere. */
export interface Emulators {
	/** Base address of the local Resend; its page `/inbox` shows what was sent. */
	resendUrl: string;
	inboxUrl: string;
	stripeUrl: string;
	stop(): Promise<void>;
}

/** What the local Stripe knows, in the data folder. */
export const STRIPE_FILE = 'stripe.jsonl';

/**
 * Starts the local Resend, which forgets everything when it stops, and the local Stripe, which does
 * not.
 */
export async function startEmulators(
	settings: Pick<Settings, 'inboxPort' | 'stripePort' | 'dataDir'>,
	apiUrl: string
): Promise<Emulators> {
	const [resend, stripe] = await Promise.all([
		createEmulator({ service: 'resend', port: settings.inboxPort, hostname: HOST }),
		startLocalStripe({
			host: HOST,
			port: settings.stripePort,
			secretKey: localKeys.stripeSecret,
			webhook: {
				url: `${apiUrl}/functions/v1/stripe-webhook`,
				secret: localKeys.stripeWebhookSecret
			},
			file: path.join(settings.dataDir, STRIPE_FILE)
		})
	]);
	const resendUrl = `http://${HOST}:${settings.inboxPort}`;
	return {
		resendUrl,
		inboxUrl: `${resendUrl}/inbox`,
		stripeUrl: stripe.url,
		async stop() {
			await Promise.all([resend.close(), stripe.stop()]);
		}
	};
}
