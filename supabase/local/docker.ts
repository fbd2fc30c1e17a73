import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseEnv } from 'node:util';
import postgres from 'postgres';
import { runCli } from './cli.ts';
import { StackError } from './errors.ts';
import { localKeys, rootDir } from './settings.ts';

/** The functions as containers see them; config.toml names the hook of Auth at the same place. */
const functionsUrl = 'http://host.docker.internal:54321/functions/v1';

/**
 * Starts the real local Supabase in Docker, or finds it running, and tells where it answers. Its
 * containers stay when the app stops, as after any `supabase start`.
 */
export async function startDocker(siteUrl: string): Promise<{ url: string; key: string }> {
	const { code } = await runCli(['start'], 'inherit', { SITE_URL: siteUrl });
	if (code !== 0) throw new StackError('supabase start did not succeed; is Docker running?');
	const { stdout } = await runCli(['status', '--output', 'env']);
	const status = parseEnv(stdout);
	const url = status.API_URL;
	const key = status.PUBLISHABLE_KEY ?? status.ANON_KEY;
	if (!url || !key) throw new StackError('supabase status does not say where the API is.');
	if (status.DB_URL) await nameFunctions(status.DB_URL);
	if (!existsSync(path.join(rootDir, 'supabase/functions/.env'))) {
		console.log(
			'No mail is sent without RESEND_API_KEY in supabase/functions/.env: sign in with a password.'
		);
	}
	const secret = `SEND_EMAIL_HOOK_SECRET=${localKeys.hookSecret}`;
	console.log(
		`The containers stay when you stop the app. To end them: ${secret} npx supabase stop`
	);
	return { url, key };
}

/** Tells pg_net where the functions are. */
async function nameFunctions(databaseUrl: string): Promise<void> {
	const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
	try {
		await sql`
			insert into private.functions_address (url) values (${functionsUrl})
			on conflict (id) do update set url = excluded.url`;
	} finally {
		await sql.end();
	}
}
