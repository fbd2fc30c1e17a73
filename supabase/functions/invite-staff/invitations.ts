import type { SupabaseClient } from '@supabase/supabase-js';
import { z } from 'zod';
import { refusalOf } from '../_shared/refusals.ts';
import type { Invitations } from './handler.ts';

const invited = z.object({
	invited_by: z.uuid(),
	expires_at: z.string(),
	publications: z.object({ name: z.string(), time_zone: z.string() })
});

/** Invitations in the database, under the rights of the client's user. */
export function invitationsOf(db: SupabaseClient): Invitations {
	return {
		async create({ publicationId, email, role, tokenHash }) {
			const { data, error } = await db.rpc('create_staff_invitation', {
				p_publication_id: publicationId,
				p_email: email,
				p_role: role,
				p_token_hash: tokenHash
			});
			if (error) throw refusalOf(error);
			return z.uuid().parse(data);
		},

		async describe(id) {
			const { data, error } = await db
				.from('staff_invitations')
				.select('invited_by, expires_at, publications(name, time_zone)')
				.eq('id', id)
				.single();
			if (error) throw refusalOf(error);
			const { invited_by, expires_at, publications } = invited.parse(data);
			const inviter = await db.from('profiles').select('name').eq('id', invited_by).maybeSingle();
			if (inviter.error) throw refusalOf(inviter.error);
			return {
				publicationName: publications.name,
				timeZone: publications.time_zone,
				inviterName: z.object({ name: z.string() }).nullable().parse(inviter.data)?.name ?? '',
				expiresAt: expires_at
			};
		}
	};
}
