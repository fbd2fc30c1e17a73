import { freePorts } from '../../supabase/local/ports.ts';
import { appEnvironment, startApp, type App } from './app.ts';
import { ensureBuild } from './build.ts';
import { handleOf, type StackHandle } from './stack-handle.ts';
import { startTemporaryStack } from './stack-temporary.ts';

/** A seeded stack and the production server beside it. */
export interface Installation {
	stack: StackHandle;
	app: App;
	/** How long the parts took to answer, in milliseconds. */
	started: { stack: number; server: number };
	stop(): Promise<void>;
}

/** Starts everything on free ports: for programs that look at the whole, as screenshots and measurements. */
export async function startInstallation(env: Record<string, string> = {}): Promise<Installation> {
	await ensureBuild();
	const [port] = await freePorts(1);
	const began = performance.now();
	const running = await startTemporaryStack({ siteUrl: `http://127.0.0.1:${port}`, say: () => {} });
	const stackUp = performance.now();
	const stack = handleOf(running);
	try {
		const app = await startApp({ ...appEnvironment(stack), ...env });
		return {
			stack,
			app,
			started: { stack: stackUp - began, server: performance.now() - stackUp },
			async stop() {
				await app.stop();
				await running.stop();
			}
		};
	} catch (error) {
		await running.stop();
		throw error;
	}
}
