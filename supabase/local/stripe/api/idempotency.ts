import { createHash } from 'node:crypto';
import { DAY } from '../clock.ts';
import type { Engine } from '../engine.ts';
import { StripeProblem } from '../errors.ts';

/** An answer as it was, or is to be, sent. */
export interface Answer {
	status: number;
	body: string;
}

/** What a key stands for: the same key with anything else is refused. */
export function fingerprintOf(method: string, path: string, body: string): string {
	return createHash('sha256').update(`${method} ${path}\n${body}`).digest('hex');
}

/**
 * The answer a key was given before. Keys are forgotten after a day, see
 * https://docs.stripe.com/api/idempotent_requests.
 * @throws StripeProblem when it belongs to another request, or is too long
 */
export function replayOf(engine: Engine, key: string, fingerprint: string): Answer | undefined {
	if (key.length > 255) {
		throw idempotencyProblem('Idempotency keys can be up to 255 characters long.');
	}
	const known = engine.store.get('replays', key);
	if (!known || engine.clock.wall() - known.at > DAY * 1000) return undefined;
	if (known.fingerprint === fingerprint) return { status: known.status, body: known.body };
	throw idempotencyProblem(
		`Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`
	);
}

/** Keeps an answer. A request that never began, for its parameters were wrong, may be tried again. */
export function remember(engine: Engine, key: string, fingerprint: string, answer: Answer): void {
	if (![200, 402, 500].includes(answer.status)) return;
	engine.store.put('replays', { id: key, fingerprint, ...answer, at: engine.clock.wall() });
}

/** The keys of requests that are not answered yet. */
export class KeysUnderWay {
	private readonly keys = new Set<string>();

	/** Notes a key while something lasts. */
	async during(key: string | undefined, wait: () => Promise<void>): Promise<void> {
		this.check(key);
		if (key) this.keys.add(key);
		await wait();
		if (key) this.keys.delete(key);
	}

	/** @throws StripeProblem 409 while a request with the same key is under way */
	check(key: string | undefined): void {
		if (!key || !this.keys.has(key)) return;
		throw new StripeProblem(409, {
			type: 'idempotency_error',
			code: 'idempotency_key_in_use',
			message:
				'There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through).'
		});
	}
}

function idempotencyProblem(message: string) {
	return new StripeProblem(400, { type: 'idempotency_error', message });
}
