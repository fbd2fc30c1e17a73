import { createEmulator } from 'emulate';
import { HOST, type Settings } from './settings.ts';

/** Stand-ins for the services the product pays for elsewhere. */
export interface Emulators {
	/** Base address of the local Resend; its page `/inbox` shows what was sent. */
	resendUrl: string;
	inboxUrl: string;
	stripeUrl: string;
	stop(): Promise<void>;
}

/** Starts the local Resend and the local Stripe. Both forget everything when they stop. */
export async function startEmulators(
	settings: Pick<Settings, 'inboxPort' | 'stripePort'>
): Promise<Emulators> {
	const [resend, stripe] = await Promise.all([
		createEmulator({ service: 'resend', port: settings.inboxPort, hostname: HOST }),
		createEmulator({ service: 'stripe', port: settings.stripePort, hostname: HOST })
	]);
	const resendUrl = `http://${HOST}:${settings.inboxPort}`;
	return {
		resendUrl,
		inboxUrl: `${resendUrl}/inbox`,
		stripeUrl: `http://${HOST}:${settings.stripePort}`,
		async stop() {
			await Promise.all([resend.close(), stripe.close()]);
		}
	};
}
