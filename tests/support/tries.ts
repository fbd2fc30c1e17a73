import type postgres from 'postgres';

/**
 * Gives the tries back that all callers without a network, or all callers of Auth, share. In a run of
 * tests these are many, and none of them means to use up what another one needs.
 */
export async function forgetSharedTries(sql: postgres.Sql): Promise<void> {
	await sql`
		delete from private.tries where key in (
			select encode(sha256(convert_to(name || ':' || subject, 'UTF8')), 'hex')
			from private.rate_limits, unnest(array['', 'unnamed']) subject
		)`;
}
