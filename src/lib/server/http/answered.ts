import type { ServerResponse } from 'node:http';

/**
 * Resolves when the server begins to answer. No event tells this when the client has left meanwhile: the
 * work for its request goes on until then all the same.
 */
export function answered(response: ServerResponse): Promise<void> {
	return new Promise((resolve) => {
		const writeHead = response.writeHead;
		// Node calls this itself for an answer without an explicit head.
		response.writeHead = function (...args: unknown[]) {
			resolve();
			return Reflect.apply(writeHead, this, args);
		};
	});
}
