import { startDevServer } from './app.ts';
import { runLastingCommand, type Life } from './command.ts';
import { describeStack } from './describe.ts';
import { startDocker } from './docker.ts';
import { StackError } from './errors.ts';
import { checkPorts } from './ports.ts';
import { APP_HOST, loadEnvFile, localKeys, readSettings, type Settings } from './settings.ts';
import { startStack } from './start.ts';

const nothing = async () => {};
const appUrlOf = ({ siteUrl, appPort }: Settings) => siteUrl ?? `http://${APP_HOST}:${appPort}`;

/** `npm run dev`: the stack and the app, until Ctrl-C. `--docker` uses the real `supabase start`. */
await runLastingCommand(async (life) => {
	loadEnvFile();
	const settings = readSettings();
	await checkPorts([{ port: settings.appPort, what: 'the app', variable: 'APP_PORT' }]);
	const backend = process.argv.includes('--docker')
		? await docker(appUrlOf(settings))
		: await embedded(life);
	try {
		const app = await startDevServer(
			settings.appPort,
			{
				PUBLIC_SUPABASE_URL: backend.url,
				PUBLIC_SUPABASE_PUBLISHABLE_KEY: backend.key,
				SERVER_TOKEN: localKeys.serverToken,
				...(backend.payments && { PAYMENT_ORIGINS: backend.payments }),
				ORIGIN: appUrlOf(settings)
			},
			(how) => life.broken(new StackError(`The app stopped (${how}).`))
		);
		console.log(backend.describe(app.url));
		return await life.wait(async () => {
			await app.stop();
			await backend.stop();
		});
	} catch (error) {
		await backend.stop();
		throw error;
	}
});

async function embedded({ broken }: Life) {
	const stack = await startStack({ watch: true, say: console.log, failed: broken });
	const describe = (appUrl: string) => describeStack(stack, appUrl);
	const url = stack.apiUrl;
	return { url, key: localKeys.publishable, payments: stack.stripeUrl, describe, stop: stack.stop };
}

async function docker(siteUrl: string) {
	const describe = (appUrl: string) => `\n  App  ${appUrl}\n`;
	return { ...(await startDocker(siteUrl)), payments: undefined, describe, stop: nothing };
}
