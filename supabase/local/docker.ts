import { parseEnv } from 'node:util';
import { runCli } from './cli.ts';
import { StackError } from './errors.ts';

/**
 * Starts the real local Supabase in Docker, or finds it running, and tells where it answers. Its
 * containers stay when the app stops, as after any `supabase start`.
 */
export async function startDocker(): Promise<{ url: string; key: string }> {
	const { code } = await runCli(['start'], 'inherit');
	if (code !== 0) throw new StackError('supabase start did not succeed; is Docker running?');
	const { stdout } = await runCli(['status', '--output', 'env']);
	const status = parseEnv(stdout);
	const url = status.API_URL;
	const key = status.PUBLISHABLE_KEY ?? status.ANON_KEY;
	if (!url || !key) throw new StackError('supabase status does not say where the API is.');
	console.log('The containers stay when you stop the app: npx supabase stop ends them.');
	return { url, key };
}
