import type { TestProject } from 'vitest/node';
import { handleFromEnvironment, handleOf, type StackHandle } from './stack-handle.ts';
import { startSharedStack } from './stack-temporary.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		stack: StackHandle;
	}
}

/** One stack for all files of a run: that of `npm test`, or one made here for a single file. */
export default async function setup(project: TestProject) {
	const given = handleFromEnvironment();
	if (given) return project.provide('stack', given);
	const stack = await startSharedStack();
	project.provide('stack', handleOf(stack));
	return () => stack.stop();
}
