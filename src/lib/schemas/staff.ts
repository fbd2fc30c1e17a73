import { z } from 'zod';
import { roles } from '../domain/roles.ts';
import { email } from './sign-in.ts';

const role = z.enum(roles, { error: 'Please choose a role.' });

export const inviteStaff = z.object({ email, role });

export const changeRole = z.object({ user_id: z.uuid(), role });

/** Removing a colleague, and making one the owner. */
export const oneOfStaff = z.object({ user_id: z.uuid({ error: 'Please choose somebody.' }) });

/** Revoking an invitation, and sending it again. */
export const oneInvitation = z.object({ id: z.uuid() });

/** 128 bits or more, as they stand in the address of the page. */
export const invitationToken = z.string().regex(/^[A-Za-z0-9_-]{22,128}$/);
