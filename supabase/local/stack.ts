import { runLastingCommand } from './command.ts';
import { describeStack } from './describe.ts';
import { loadEnvFile } from './settings.ts';
import { startStack } from './start.ts';

/** `npm run stack`: everything but the app, until Ctrl-C. */
await runLastingCommand(async (life) => {
	loadEnvFile();
	const stack = await startStack({ watch: true, say: console.log, failed: life.broken });
	console.log(describeStack(stack));
	return life.wait(() => stack.stop());
});
