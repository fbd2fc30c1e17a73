import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import source from 'virtual:document-worker';
import { rendering } from '../../limits.ts';
import type { Input, Output, TaskName } from './tasks.ts';
import { Turns } from './turns.ts';
import type { Answer } from './worker.ts';

/** The task took longer than it may, or its worker ended. The same task would do so again. */
export class TookTooLong extends Error {}

/** Too many tasks are waiting already. */
export class TooBusy extends Error {}

interface Job {
	task: TaskName;
	input: unknown;
	budget: number;
	resolve: (output: unknown) => void;
	reject: (error: Error) => void;
}

interface Thread {
	worker: Worker;
	/** Null while it loads or waits. */
	job: Job | null;
	isReady: boolean;
	timer?: NodeJS.Timeout;
}

const waiting = new Turns<Job>();
const threads = new Set<Thread>();
const most = Math.max(1, Math.min(rendering.threads, availableParallelism() - 1));

/**
 * Runs a task in a worker thread. Threads start with the first task that needs one.
 * @param owner whose task it is: those of different owners are run in turn
 * @param budget milliseconds that the task may take, without the time it waits for a thread
 * @throws {TookTooLong} {@link TooBusy}
 */
export function runInWorker<T extends TaskName>(
	owner: string,
	task: T,
	input: Input<T>,
	budget: number
): Promise<Output<T>> {
	if (waiting.size >= rendering.queue)
		return Promise.reject(new TooBusy('too many documents wait'));
	return new Promise((resolve, reject) => {
		waiting.add(owner, { task, input, budget, resolve: resolve as Job['resolve'], reject });
		if (![...threads].some(({ job }) => job === null) && threads.size < most) startThread();
		handOut();
	});
}

function handOut(): void {
	for (const thread of threads) {
		if (!thread.isReady || thread.job !== null) continue;
		const job = waiting.next();
		if (!job) return;
		thread.job = job;
		thread.worker.ref();
		thread.timer = setTimeout(
			() => endThread(thread, `${job.task} took longer than ${job.budget} ms`),
			job.budget
		);
		try {
			thread.worker.postMessage({ task: job.task, input: job.input });
		} catch (error) {
			// JSON that cannot be copied: it is nested too deep.
			finish(thread, () => job.reject(new TookTooLong(String(error))));
		}
	}
}

function startThread(): void {
	const worker = new Worker(source, { eval: true, name: 'documents' });
	const thread: Thread = { worker, job: null, isReady: false };
	threads.add(thread);
	worker.on('message', (answer: Answer) => {
		if ('ready' in answer) {
			thread.isReady = true;
			handOut();
			if (thread.job === null) worker.unref();
			return;
		}
		const { job } = thread;
		finish(thread, () => {
			if ('output' in answer) job?.resolve(answer.output);
			else job?.reject(new Error(answer.error));
		});
	});
	// Out of memory, for one.
	worker.on('error', (error) => endThread(thread, String(error)));
}

function finish(thread: Thread, settle: () => void): void {
	clearTimeout(thread.timer);
	thread.job = null;
	// A thread without work does not keep the process alive.
	thread.worker.unref();
	settle();
	handOut();
}

/** Ends a thread with what it is doing. Another one takes its place while tasks wait. */
function endThread(thread: Thread, reason: string): void {
	clearTimeout(thread.timer);
	threads.delete(thread);
	void thread.worker.terminate();
	thread.job?.reject(new TookTooLong(reason));
	// A thread that cannot even start fails whoever waits, so that nobody waits for ever.
	if (thread.isReady) {
		if (waiting.size > 0) startThread();
		return;
	}
	for (let job = waiting.next(); job; job = waiting.next()) job.reject(new Error(reason));
}
