import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePorts } from '../../supabase/local/ports.ts';
import { startStack } from '../../supabase/local/start.ts';

/** A running stack as tests see it; plain strings, so that it can be handed to other processes. */
export interface TestStack {
	apiUrl: string;
	publishableKey: string;
	secretKey: string;
	jwtSecret: string;
	/** As `postgres`, the owner of the schema. */
	databaseUrl: string;
	/** As the superuser of the cluster. */
	adminDatabaseUrl: string;
	/** Base address of the local Resend. */
	resendUrl: string;
	functionsUrl: string;
	stripeUrl: string;
	/** Where mails lead; a web server of the tests listens there. */
	siteUrl: string;
}

/** The variable in which a run tells its parts about the stack they share. */
const variable = 'TEST_STACK';

/** The stack this process was given, if any. */
export function givenStack(): TestStack | undefined {
	const text = process.env[variable];
	return text ? (JSON.parse(text) as TestStack) : undefined;
}

/** The environment that gives a child process this stack. */
export function giveStack(stack: TestStack): Record<string, string> {
	return { [variable]: JSON.stringify(stack) };
}

/**
 * Starts a seeded stack on free ports, in a folder of its own that `stop` removes.
 * Writes are not flushed to the disk: nothing of it is kept.
 */
export async function startTestStack(): Promise<{ stack: TestStack; stop: () => Promise<void> }> {
	const [apiPort, dbPort, inboxPort, functionsPort, stripePort, appPort] = await freePorts(6);
	const dataDir = path.join(tmpdir(), `pamphlet-test-${process.pid}`);
	const siteUrl = `http://127.0.0.1:${appPort}`;
	const running = await startStack({
		...{ apiPort, dbPort, inboxPort, functionsPort, stripePort, appPort },
		...{ dataDir, siteUrl, fsync: false }
	});
	return {
		stack: {
			apiUrl: running.apiUrl,
			publishableKey: running.keys.publishable,
			secretKey: running.keys.secret,
			jwtSecret: running.keys.jwtSecret,
			databaseUrl: running.dbUrl,
			adminDatabaseUrl: running.adminDbUrl,
			resendUrl: new URL(running.inboxUrl).origin,
			functionsUrl: `${running.apiUrl}/functions/v1`,
			stripeUrl: running.stripeUrl,
			siteUrl
		},
		async stop() {
			await running.stop();
			rmSync(dataDir, { recursive: true, force: true });
		}
	};
}
