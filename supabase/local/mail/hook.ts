import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

const TRIES = 3;
const PATIENCE_MS = 5000;

/**
 * Calls an HTTP hook of Auth as a hosted project does: signed with the secret (`v1,whsec_…`), again at
 * once where it answers 429 or 503 with retry-after, three times within five seconds in all, with
 * another `webhook-id` each time.
 * @throws Error when it does not answer 200, 202 or 204
 */
export async function callHook(url: URL, secret: string, payload: object): Promise<void> {
	const webhook = new Webhook(secret.replace(/^v1,/, ''));
	const body = JSON.stringify(payload);
	const signal = AbortSignal.timeout(PATIENCE_MS);
	for (let tries = 1; ; tries++) {
		const id = randomUUID();
		const now = new Date();
		const answer = await fetch(url, {
			method: 'POST',
			body,
			signal,
			headers: {
				'content-type': 'application/json',
				'webhook-id': id,
				'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
				'webhook-signature': webhook.sign(id, now, body)
			}
		});
		const words = await answer.text();
		if ([200, 202, 204].includes(answer.status)) return;
		const again = [429, 503].includes(answer.status) && answer.headers.has('retry-after');
		if (!again || tries === TRIES) {
			throw new Error(`The hook ${url.pathname} answered ${answer.status}: ${words}`);
		}
	}
}
