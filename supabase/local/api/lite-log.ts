import { AsyncLocalStorage } from 'node:async_hooks';
import { appendFile } from 'node:fs';
import { inspect } from 'node:util';

const files = new AsyncLocalStorage<string>();
const print = console.error;

// lite writes every refusal of Postgres to the console with a stack trace, a policy's "no" as much
// as a fault. They go to a file, where whoever looks for one finds it.
console.error = (...values: unknown[]) => {
	const file = files.getStore();
	if (!file) return print(...values);
	const entry = values.map((value) => (typeof value === 'string' ? value : inspect(value)));
	appendFile(file, `${new Date().toISOString()} ${entry.join(' ')}\n`, () => {});
};

/** Lets lite do its work, with what it says on the way written to the file. */
export function loggingTo<T>(file: string, work: () => T): T {
	return files.run(file, work);
}
