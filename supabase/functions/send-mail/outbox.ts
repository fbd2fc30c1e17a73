import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import type { Receipt } from '../_shared/mail.ts';

/** A mail this worker has taken. */
export interface Claimed {
	/** Also its Idempotency-Key. */
	id: string;
	attempt: number;
	kind: string;
	to_email: string;
	data: unknown;
}

/** The mails to be sent. Both throw when the database does not answer. */
export interface Outbox {
	/** The next one that is due, if there is one. */
	take(): Promise<Claimed | undefined>;
	settle(mail: Claimed, receipt: Receipt): Promise<void>;
}

const claimed = z.array(
	z.object({
		id: z.uuid(),
		attempt: z.int(),
		kind: z.string(),
		to_email: z.string(),
		data: z.unknown()
	})
);

/** The outbox of a database, through a client with the secret key. */
export function outboxOf(db: SupabaseClient): Outbox {
	return {
		async take() {
			// One at a time: what a worker leaves behind when it dies waits for its lease to lapse.
			const { data, error } = await db.rpc('claim_mail', { p_limit: 1 });
			if (error) throw new Error(`claim_mail: ${error.code} ${error.message}`);
			return claimed.parse(data)[0];
		},

		async settle({ id, attempt }, receipt) {
			const { error } = await db.rpc('settle_mail', {
				p_id: id,
				p_attempt: attempt,
				p_outcome: receipt.outcome,
				...(receipt.outcome === 'sent' ? { p_provider_id: receipt.id } : { p_error: receipt.error })
			});
			if (error) throw new Error(`settle_mail: ${error.code} ${error.message}`);
		}
	};
}
