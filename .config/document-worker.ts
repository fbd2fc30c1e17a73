import { join } from 'node:path';
import { build, type Plugin } from 'vite';

const name = 'virtual:document-worker';
const entry = join(import.meta.dirname, '../src/lib/server/rendering/worker.ts');

/**
 * Gives `virtual:document-worker`: the program of the worker threads with all that it imports, as one
 * string. So the threads run the same in development, in tests and in a build, wherever it is copied.
 */
export function documentWorker(): Plugin {
	return {
		name: 'pamphlet-document-worker',
		resolveId: (id) => (id === name ? `\0${name}` : undefined),
		async load(id) {
			if (id !== `\0${name}`) return;
			const built = await build({
				configFile: false,
				logLevel: 'warn',
				ssr: { noExternal: true },
				build: {
					ssr: entry,
					write: false,
					target: 'node20',
					// A worker that is started from a string runs CommonJS.
					rolldownOptions: { output: { format: 'cjs', codeSplitting: false } }
				}
			});
			const chunk = [built].flat().flatMap((one) => ('output' in one ? one.output : []))[0];
			if (chunk?.type !== 'chunk') throw new Error('The worker of documents could not be built.');
			for (const file of chunk.moduleIds) this.addWatchFile(file);
			return `export default ${JSON.stringify(chunk.code)};`;
		}
	};
}
