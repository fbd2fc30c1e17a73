import postgres from 'postgres';
import { freePorts } from '../../supabase/local/ports.ts';
import { temporaryDataDir } from '../../supabase/local/postgres/places.ts';
import { startStack, type Stack, type StackOptions } from '../../supabase/local/start.ts';
import { canaries } from './canaries.ts';

/**
 * Starts a stack on free ports with a data folder of its own, which goes when it stops. Nothing is
 * forced onto the disk, so it starts fast.
 */
export async function startTemporaryStack(options: StackOptions = {}): Promise<Stack> {
	const { dataDir, remove } = temporaryDataDir();
	const [apiPort, dbPort, inboxPort, functionsPort, stripePort] = await freePorts(5);
	const ports = { apiPort, dbPort, inboxPort, functionsPort, stripePort };
	const stack = await startStack({ ...ports, dataDir, fsync: false, ...options });
	return {
		...stack,
		async stop() {
			await stack.stop();
			remove();
		}
	};
}

/**
 * Starts the stack that the tests of a run share, with a template for clones. It knows the server token
 * among the canaries, so that a web server works with all of them in its environment.
 */
export async function startSharedStack(options: StackOptions = {}): Promise<Stack> {
	const stack = await startTemporaryStack({ template: true, authRateLimits: false, ...options });
	const sql = postgres(stack.databaseUrl, { max: 1 });
	try {
		await sql`select private.add_server_token('canary', ${canaries.SERVER_TOKEN ?? ''})`;
	} catch (error) {
		await stack.stop();
		throw error;
	} finally {
		await sql.end({ timeout: 1 });
	}
	return stack;
}
