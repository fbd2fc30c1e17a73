import type { Receipt, SendMail } from '../_shared/mail.ts';
import { writeLetter } from './letters/index.ts';
import type { Claimed, Outbox } from './outbox.ts';

export interface DrainDeps {
	siteUrl: string;
	outbox: Outbox;
	sendMail: SendMail;
	/** Milliseconds since some moment, and a wait of so many; tests have their own. */
	now(): number;
	sleep(ms: number): Promise<void>;
}

/** A function lives 150 seconds at least; whoever woke it waits a minute. */
const BUDGET_MS = 45_000;

/**
 * Sends what is due, one mail after the other, until nothing is or the time is up. Returns whether
 * nothing is left; what is left is due again within the minute.
 */
export async function drain({
	siteUrl,
	outbox,
	sendMail,
	now,
	sleep
}: DrainDeps): Promise<boolean> {
	const end = now() + BUDGET_MS;
	for (;;) {
		const mail = await outbox.take();
		if (!mail) return true;
		const receipt = await send(mail);
		await outbox.settle(mail, receipt);
		if (now() + receipt.waitMs > end) return false;
		if (receipt.waitMs > 0) await sleep(receipt.waitMs);
	}

	async function send(mail: Claimed): Promise<Receipt> {
		const letter = attempt(() => writeLetter(mail.kind, mail.data, siteUrl));
		if (letter instanceof Error) {
			console.error('mail', mail.id, letter);
			return { outcome: 'failed', error: letter.message, waitMs: 0 };
		}
		const receipt = await sendMail({ ...letter, to: mail.to_email, idempotencyKey: mail.id });
		if (receipt.outcome !== 'sent') console.error('mail', mail.id, receipt.outcome, receipt.error);
		return receipt;
	}
}

function attempt<T>(work: () => T): T | Error {
	try {
		return work();
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

/**
 * Makes calls of one piece of work share it: whoever calls while it runs waits until it has run once
 * more, since what they came for may have been written after it looked.
 */
export function shared<T>(work: () => Promise<T>): () => Promise<T> {
	let running: Promise<T> | undefined;
	let wanted = false;
	const run = async () => {
		try {
			let result: T;
			do {
				wanted = false;
				result = await work();
			} while (wanted);
			return result;
		} finally {
			running = undefined;
		}
	};
	return () => {
		wanted = true;
		return (running ??= run());
	};
}
