import type postgres from 'postgres';

/**
 * Gives the tries back that all callers without a network, or all callers of Auth, share. In a run of
 * tests these are many, and none of them means to use up what another one needs.
 */
export async function forgetSharedTries(sql: postgres.ISql): Promise<void> {
	await sql`
		delete from private.tries where key in (
			select encode(sha256(convert_to(name || ':' || subject, 'UTF8')), 'hex')
			from private.rate_limits, unnest(array['', 'unnamed']) subject
		)`;
}

/** Lets an hour pass for the mails to one address that Auth is asked for past our pages. */
export async function forgetDirectMails(sql: postgres.Sql, email: string): Promise<void> {
	await sql`
		delete from private.auth_mails where address_hash = private.address_hash(${email})`;
	await sql`
		delete from private.tries where key = encode(sha256(convert_to(
			'auth_mails_direct:' || private.mailbox_of(${email}), 'UTF8')), 'hex')`;
}

/** Lets a minute pass for the sign-in mails to one address, so that our pages and the hook would allow another. */
export async function passMailMinute(sql: postgres.Sql, email: string): Promise<void> {
	await sql`
		update private.auth_mails set asked_at = asked_at - interval '61 seconds'
		where address_hash = private.address_hash(${email})`;
}
