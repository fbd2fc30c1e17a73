import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import type { HookDeps } from './auth-hook.ts';

/** The limits of Auth's mails, as Postgres counts them, through a client with the secret key. */
export function mailLimitsOf(db: SupabaseClient): HookDeps['mayMail'] {
	return async (key, addresses) => {
		const { data, error } = await db.rpc('may_send_auth_mail', { p_key: key, p_emails: addresses });
		if (error) throw new Error(`may_send_auth_mail: ${error.code} ${error.message}`);
		return z.boolean().parse(data);
	};
}
