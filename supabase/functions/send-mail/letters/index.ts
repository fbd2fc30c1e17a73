import { addressChanged } from './address-changed.ts';
import { alreadyMember } from './already-member.ts';
import { changeAddress } from './change-address.ts';
import { confirmJoin } from './confirm-join.ts';
import { paymentFailed } from './payment-failed.ts';
import type { PublicationLetter } from './publication.ts';
import { trialEnding } from './trial-ending.ts';
import { welcome } from './welcome.ts';

/** Makes a letter of what the outbox holds. @throws {ZodError} when that is not what it needs */
type Write = (data: unknown, siteUrl: string) => PublicationLetter;

/** The letter of each kind of mail in the outbox. */
const letters = new Map<string, Write>([
	['address_changed', addressChanged],
	['already_member', alreadyMember],
	['change_address', changeAddress],
	['confirm_join', confirmJoin],
	['payment_failed', paymentFailed],
	['trial_ending', trialEnding],
	['welcome', welcome]
]);

/**
 * Writes the letter of a mail in the outbox. The same data make the same words: Resend takes a mail
 * with other words for another mail.
 * @throws {Error} when the kind has no letter or the data do not fit it
 */
export function writeLetter(kind: string, data: unknown, siteUrl: string): PublicationLetter {
	const write = letters.get(kind);
	if (!write) throw new Error(`There is no letter of the kind ${kind}.`);
	return write(data, siteUrl);
}
