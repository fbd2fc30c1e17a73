import { z } from 'zod';
import { functionBodies } from '../../../src/lib/limits.ts';
import { email } from '../../../src/lib/schemas/sign-in.ts';
import { answerPost, Refusal } from '../_shared/answers.ts';
import type { SendMail } from '../_shared/mail.ts';
import { sha256 } from '../_shared/sha256.ts';
import { readVisitorRequest } from '../_shared/visitor-request.ts';
import { writeLetter, type Invitation } from './letter.ts';

/** Invitations, under the rights of whoever asks. */
export interface Invitations {
	/** Returns the id. @throws {Refusal} when the database says no */
	create(invitation: {
		publicationId: string;
		email: string;
		role: string;
		tokenHash: string;
	}): Promise<string>;
	describe(id: string): Promise<Omit<Invitation, 'role' | 'link'>>;
}

export interface Deps {
	/** Where the app answers: the link of the mail begins with it. */
	siteUrl: string;
	/** @param authorization the header of the request */
	invitationsOf(authorization: string): Invitations;
	sendMail: SendMail;
}

const bodySchema = z.strictObject({
	publication_id: z.uuid(),
	email,
	role: z.enum(['author', 'editor', 'admin', 'owner'])
});

/**
 * Invites somebody to the staff: writes the invitation under the visitor's token, so that the policies
 * decide, and mails its link. The token leaves in the mail only; the database keeps its hash.
 *
 * Answers 201 `{id}`. Refusals carry a code: `bad_request`, `unauthorised`, `forbidden`,
 * `already_staff`, `too_many_invitations`, `too_many_mails`, and 502 `mail_failed` when the invitation stands but the
 * mail did not go out.
 */
export function handle({ siteUrl, invitationsOf, sendMail }: Deps) {
	return (request: Request): Promise<Response> =>
		answerPost(request, siteUrl, async () => {
			const { authorization, body } = await readVisitorRequest(
				request,
				bodySchema,
				functionBodies.invitation
			);

			const { publication_id: publicationId, email, role } = body;
			const invitations = invitationsOf(authorization);
			const token = newToken();
			const tokenHash = await sha256(token);
			const id = await invitations.create({ publicationId, email, role, tokenHash });
			try {
				const link = new URL(`/invitations/${token}`, siteUrl).href;
				const letter = writeLetter({ ...(await invitations.describe(id)), role, link });
				const receipt = await sendMail({ to: email, ...letter, idempotencyKey: id });
				if (receipt.outcome !== 'sent') throw new Error(receipt.error);
			} catch (error) {
				console.error('invitation', id, error);
				throw new Refusal(
					502,
					'mail_failed',
					'The invitation stands, but its mail did not go out.'
				);
			}
			return { status: 201, body: { id } };
		});
}

/** 192 bits, as they may stand in an address. */
function newToken(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(24));
	return btoa(String.fromCharCode(...bytes))
		.replaceAll('+', '-')
		.replaceAll('/', '_');
}
