/** The program of the worker threads, as CommonJS. Made by `.config/document-worker.ts`. */
declare module 'virtual:document-worker' {
	const source: string;
	export default source;
}
