import { createHash, randomInt, randomUUID } from 'node:crypto';
import postgres from 'postgres';
import type { AuthParts } from './parts.ts';

/** A row of auth.users, as far as it is read here. */
export interface UserRow {
	id: string;
	aud: string | null;
	role: string | null;
	email: string | null;
	phone: string | null;
	email_confirmed_at: string | null;
	confirmed_at: string | null;
	confirmation_sent_at: string | null;
	recovery_sent_at: string | null;
	email_change_sent_at: string | null;
	reauthentication_token: string | null;
	reauthentication_sent_at: string | null;
	email_change: string | null;
	email_change_confirm_status: number;
	invited_at: string | null;
	last_sign_in_at: string | null;
	banned_until: string | null;
	raw_app_meta_data: Record<string, unknown> | null;
	raw_user_meta_data: Record<string, unknown> | null;
	is_anonymous: boolean;
	created_at: string;
	updated_at: string;
}

type Sql = AuthParts['sql'];

export async function findUserByEmail(sql: Sql, email: string): Promise<UserRow | undefined> {
	const rows = await sql<UserRow[]>`select * from auth.users where email = ${email.toLowerCase()}`;
	return rows[0];
}

export async function findUser(sql: Sql, id: string): Promise<UserRow | undefined> {
	const rows = await sql<UserRow[]>`select * from auth.users where id = ${id}`;
	return rows[0];
}

/** What a new account starts with. */
export interface NewUser {
	id?: string;
	email: string;
	passwordHash?: string | null;
	confirmed?: boolean;
	invited?: boolean;
	appMetadata?: Record<string, unknown>;
	userMetadata?: Record<string, unknown>;
}

/**
 * Makes an account with its e-mail identity. Unless told otherwise its address is unconfirmed.
 * @throws PostgresError 23505 when the address is taken
 */
export async function createUser(sql: Sql, given: NewUser): Promise<UserRow> {
	const id = given.id ?? randomUUID();
	const email = given.email.toLowerCase();
	const confirmed = given.confirmed ?? false;
	const app = { provider: 'email', providers: ['email'], ...given.appMetadata };
	const claims = { sub: id, email, email_verified: confirmed, phone_verified: false };
	return sql.begin(async (tx) => {
		const rows = await tx<UserRow[]>`
			insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, invited_at,
				raw_app_meta_data, raw_user_meta_data)
			values (${id}, 'authenticated', 'authenticated', ${email}, ${given.passwordHash ?? null},
				${confirmed ? tx`now()` : null}, ${given.invited ? tx`now()` : null},
				${JSON.stringify(app)}::text::jsonb,
				${JSON.stringify({ ...given.userMetadata, ...claims })}::text::jsonb)
			returning *`;
		await tx`
			insert into auth.identities (id, provider, provider_id, user_id, identity_data)
			values (${randomUUID()}, 'email', ${id}, ${id}, ${JSON.stringify(claims)}::text::jsonb)`;
		const row = rows[0];
		if (!row) throw new Error('The insert into auth.users returned nothing.');
		return row;
	});
}

/** The account of an address, made where there is none, also when two ask at the same moment. */
export async function findOrCreateUser(
	sql: Sql,
	email: string,
	userMetadata?: Record<string, unknown>
): Promise<UserRow> {
	try {
		return await createUser(sql, { email, userMetadata });
	} catch (error) {
		const isTaken = error instanceof postgres.PostgresError && error.code === '23505';
		const known = isTaken ? await findUserByEmail(sql, email) : undefined;
		if (!known) throw error;
		return known;
	}
}

/** The account as the admin API writes it. */
export function userJson(row: UserRow) {
	return {
		id: row.id,
		aud: row.aud ?? 'authenticated',
		role: row.role ?? 'authenticated',
		email: row.email ?? '',
		phone: row.phone ?? '',
		email_confirmed_at: row.email_confirmed_at,
		confirmed_at: row.confirmed_at,
		invited_at: row.invited_at ?? undefined,
		last_sign_in_at: row.last_sign_in_at,
		app_metadata: row.raw_app_meta_data ?? {},
		user_metadata: row.raw_user_meta_data ?? {},
		identities: [],
		created_at: row.created_at,
		updated_at: row.updated_at,
		is_anonymous: row.is_anonymous,
		banned_until: row.banned_until ?? undefined
	};
}

/** A one-time code of digits, each as likely as any other. */
export function newCode(length: number): string {
	return Array.from({ length }, () => randomInt(10)).join('');
}

/** What lite stores in place of a code, and what a link carries. */
export function hashCode(email: string, code: string): string {
	return createHash('sha256')
		.update(email.toLowerCase() + code)
		.digest('hex');
}
