import { parentPort } from 'node:worker_threads';
import { tasks, type Input, type TaskName } from './tasks.ts';

/** What a worker is sent, and what it answers: once that it is ready, then once for each request. */
export type Request = { [T in TaskName]: { task: T; input: Input<T> } }[TaskName];
export type Answer = { ready: true } | { output: unknown } | { error: string };

// A worker runs one task at a time. `pool.ts` ends it when a task takes too long.
parentPort?.on('message', ({ task, input }: Request) => {
	try {
		const run = tasks[task] as (input: unknown) => unknown;
		answer({ output: run(input) });
	} catch (error) {
		answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
	}
});
answer({ ready: true });

function answer(message: Answer): void {
	parentPort?.postMessage(message);
}
