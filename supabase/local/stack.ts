import { runCommand, untilStopped } from './command.ts';
import { describeStack } from './describe.ts';
import { loadEnvFile } from './settings.ts';
import { startStack } from './start.ts';

/** `npm run stack`: everything but the app, until Ctrl-C. */
await runCommand(async () => {
	loadEnvFile();
	const life = untilStopped();
	const stack = await startStack({ watch: true, say: console.log, failed: life.broken });
	console.log(describeStack(stack));
	await life.wait(() => stack.stop());
});
