import { freePorts } from '../../supabase/local/ports.ts';
import { temporaryDataDir } from '../../supabase/local/postgres/places.ts';
import { startStack, type Stack, type StackOptions } from '../../supabase/local/start.ts';

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
