import { App, setExperimental } from '@supabase/lite';
import { createPostgresConnection } from '@supabase/lite/postgres';
import type { ProjectConfig } from '../project-config.ts';
import { localKeys } from '../settings.ts';
import type { FileStorage } from '../storage/files.ts';
import { SharpImages } from '../storage/images.ts';
import { nameErrors } from './errors.ts';
import { orderForeignKeys } from './foreign-keys.ts';
import { postgresTypes } from './types.ts';

/** The REST, Auth and Storage APIs of @supabase/lite over one database. */
export type Lite = Awaited<ReturnType<typeof createLite>>;

/** Connects @supabase/lite to a database, as the project's config.toml wants it. */
export async function createLite(url: string, config: ProjectConfig, files: FileStorage) {
	const connection = createPostgresConnection({
		url,
		postgresOptions: { max: 10, onnotice: () => {}, types: postgresTypes }
	});
	// Left to itself, lite's first request runs GRANT ALL for anon, authenticated and service_role
	// in every schema that has a table with RLS, private ones included, and the grants stay.
	Reflect.set(connection, 'rlsState', 'active');
	nameErrors(connection);
	orderForeignKeys(connection);
	const { auth } = config;
	const { email } = auth;
	const app = new App({
		connection,
		api: { ...config.api },
		auth: {
			// By name: lite refuses the rate limits, which auth/limits.ts has.
			site_url: auth.site_url,
			additional_redirect_urls: auth.additional_redirect_urls,
			jwt_expiry: auth.jwt_expiry,
			enable_signup: auth.enable_signup,
			enable_refresh_token_rotation: auth.enable_refresh_token_rotation,
			minimum_password_length: auth.minimum_password_length,
			password_requirements: auth.password_requirements,
			hook: auth.hook,
			external: auth.external,
			sessions: auth.sessions,
			enabled: true,
			jwt_secret: localKeys.jwtSecret,
			publishable_key: localKeys.publishable,
			secret_key: localKeys.secret,
			email: {
				enable_signup: email.enabled,
				enable_confirmations: email.enable_confirmations,
				double_confirm_changes: email.double_confirm_changes,
				otp_length: email.otp_length,
				otp_expiry: email.otp_expiry
			}
		},
		storage: { enabled: true, file_size_limit: config.storage.file_size_limit },
		studio: { enabled: true },
		// The supabase CLI applies the migrations and keeps their history.
		db: { migrations: { enabled: false } }
	});
	app._storageAdapter = files;
	app._transformationAdapter = new SharpImages();
	// init() first warns about experimental features and only later asks whether Storage is on.
	const ready = app.init();
	setExperimental('storage', true);
	await ready;
	const sql = connection.driver;
	// Migrations end with this notice, so that new tables and functions are seen at once.
	await sql.listen('pgrst', () => void connection.clearSchemaCache());
	return {
		app,
		sql,
		/** Lets go of the database; queries under way have so many seconds to end. */
		disconnect: (patience: number) => sql.end({ timeout: patience })
	};
}
