import bcrypt from 'bcryptjs';
import type { Hono } from 'hono';
import type { Api, ApiContext } from '../api/context.ts';
import { localKeys } from '../settings.ts';
import { authError } from './errors.ts';
import type { AuthParts } from './parts.ts';
import { allowedRedirect } from './redirects.ts';
import {
	createUser,
	findUser,
	findUserByEmail,
	hashCode,
	newCode,
	userJson,
	type UserRow
} from './users.ts';
import { mailCode, withWishes } from './wishes.ts';

interface UserAttributes {
	id?: string;
	email?: string;
	password?: string;
	email_confirm?: boolean;
	app_metadata?: Record<string, unknown>;
	user_metadata?: Record<string, unknown>;
}

/** `supabase.auth.admin`, which lite has in part only. Wants the secret key. */
export function mountAdmin(root: Hono<Api>, parts: AuthParts) {
	const base = '/auth/v1/admin';
	const { sql } = parts;
	root.use(`${base}/*`, async (c, next) => (isSecret(c) ? next() : refused(c)));

	root.get(`${base}/users`, async (c) => {
		const size = Number(c.req.query('per_page')) || 50;
		const page = Number(c.req.query('page')) || 1;
		const users = await sql<UserRow[]>`
			select * from auth.users order by created_at desc limit ${size} offset ${(page - 1) * size}`;
		const [total] = await sql`select count(*)::int as n from auth.users`;
		c.header('x-total-count', String(total?.n));
		return c.json({ users: users.map(userJson), aud: 'authenticated' });
	});

	root.post(`${base}/users`, async (c) => {
		const { id, email = '', ...given } = await c.req.json<UserAttributes>();
		if (await findUserByEmail(sql, email)) return taken(c);
		const user = await createUser(sql, {
			id,
			email,
			passwordHash: await hashPassword(given.password),
			confirmed: given.email_confirm,
			appMetadata: given.app_metadata,
			userMetadata: given.user_metadata
		});
		return c.json(userJson(user));
	});

	root.get(`${base}/users/:id`, async (c) => {
		const user = await findUser(sql, c.req.param('id'));
		return user ? c.json(userJson(user)) : unknown(c);
	});

	root.put(`${base}/users/:id`, async (c) => {
		const given = await c.req.json<UserAttributes>();
		const [user] = await sql<UserRow[]>`
			update auth.users set
				email = coalesce(${given.email?.toLowerCase() ?? null}, email),
				encrypted_password = coalesce(${await hashPassword(given.password)}, encrypted_password),
				email_confirmed_at = case when ${given.email_confirm ?? false}
					then coalesce(email_confirmed_at, now()) else email_confirmed_at end,
				raw_user_meta_data = coalesce(raw_user_meta_data, '{}')
					|| ${JSON.stringify(given.user_metadata ?? {})}::text::jsonb,
				raw_app_meta_data = coalesce(raw_app_meta_data, '{}')
					|| ${JSON.stringify(given.app_metadata ?? {})}::text::jsonb,
				updated_at = now()
			where id = ${c.req.param('id')} returning *`;
		return user ? c.json(userJson(user)) : unknown(c);
	});

	root.delete(`${base}/users/:id`, async (c) => {
		const gone = await sql`delete from auth.users where id = ${c.req.param('id')}`;
		return gone.count > 0 ? c.json({}) : unknown(c);
	});

	root.post(`${base}/generate_link`, (c) => generateLink(c, parts));

	root.post('/auth/v1/invite', async (c) => {
		if (!isSecret(c)) return refused(c);
		const { email = '', data } = await c.req.json<{
			email?: string;
			data?: Record<string, unknown>;
		}>();
		const known = await findUserByEmail(sql, email);
		if (known?.email_confirmed_at) return taken(c);
		const user = known ?? (await createUser(sql, { email, invited: true, userMetadata: data }));
		await withWishes(c, parts.config, {}, () => mailCode(parts, 'invite', user));
		return c.json(userJson(user));
	});
}

/** Makes the link a mail would carry, without sending one. */
async function generateLink(c: ApiContext, { sql, config, apiUrl }: AuthParts) {
	interface Wish {
		type: string;
		email: string;
		password?: string;
		data?: Record<string, unknown>;
		redirect_to?: string;
	}
	const wish = await c.req.json<Wish>();
	const first = wish.type === 'signup' || wish.type === 'invite';
	let user = await findUserByEmail(sql, wish.email);
	if (!user && first) {
		const passwordHash = await hashPassword(wish.password);
		user = await createUser(sql, { email: wish.email, passwordHash, userMetadata: wish.data });
	}
	if (!user) return unknown(c);
	const token = newCode(config.email.otp_length);
	const hash = hashCode(wish.email, token);
	const column = first ? 'confirmation' : 'recovery';
	await sql`update auth.users set ${sql(`${column}_token`)} = ${hash}, ${sql(`${column}_sent_at`)} = now()
		where id = ${user.id}`;
	const redirectTo = allowedRedirect(config, wish.redirect_to ?? c.req.query('redirect_to'));
	const query = new URLSearchParams({ token: hash, type: wish.type, redirect_to: redirectTo });
	return c.json({
		...userJson(user),
		action_link: `${apiUrl}/auth/v1/verify?${query}`,
		email_otp: token,
		hashed_token: hash,
		verification_type: wish.type,
		redirect_to: redirectTo
	});
}

async function hashPassword(password: string | undefined): Promise<string | null> {
	return password ? bcrypt.hash(password, 10) : null;
}

function isSecret(c: ApiContext): boolean {
	const bearer = c.req.header('authorization');
	return c.req.header('apikey') === localKeys.secret || bearer === `Bearer ${localKeys.secret}`;
}

function refused(c: ApiContext) {
	return authError(c, 401, 'no_authorization', 'This endpoint requires a valid Bearer token');
}

function taken(c: ApiContext) {
	return authError(
		c,
		422,
		'email_exists',
		'A user with this email address has already been registered'
	);
}

function unknown(c: ApiContext) {
	return authError(c, 404, 'user_not_found', 'User not found');
}
