/**
 * Runs in Deno: one process serves every `supabase/functions/<name>/index.ts`. A function calls
 * Deno.serve as on a hosted project; its handler is taken and no port is opened.
 */
type Handler = (request: Request, info?: unknown) => Response | Promise<Response>;

/** The part of Deno that is used here: this folder is checked with the types of Node. */
declare const Deno: {
	env: { get(name: string): string | undefined };
	stat(file: URL): Promise<{ isFile: boolean }>;
	stdin: { readable: ReadableStream<Uint8Array> };
	exit(code: number): never;
	serve(options: { port: number; hostname: string; onListen(): void }, handler: Handler): unknown;
};

const folder = new URL(`file://${Deno.env.get('FUNCTIONS_DIR')}/`);
const listen = Deno.serve;
const handlers = new Map<string, Promise<Handler>>();
/** Functions load one after the other, so that a handler is never taken for another's. */
let loading: Promise<unknown> = Promise.resolve();
let taken: Handler | undefined;

const take = (...args: unknown[]) => {
	const options = args.find((arg) => typeof arg === 'object' && arg !== null && 'handler' in arg);
	const handler = args.find((arg) => typeof arg === 'function');
	taken = (handler ?? (options as { handler: unknown } | undefined)?.handler) as Handler;
	const addr = { hostname: '127.0.0.1', port: 0, transport: 'tcp' };
	return { finished: new Promise(() => {}), shutdown: async () => {}, addr, ref() {}, unref() {} };
};
Object.defineProperty(Deno, 'serve', { value: take });

function load(name: string): Promise<Handler> {
	const known = handlers.get(name);
	if (known) return known;
	const loaded = loading.then(async () => {
		taken = undefined;
		await import(new URL(`./${name}/index.ts`, folder).href);
		if (!taken) throw new Error(`supabase/functions/${name}/index.ts does not call Deno.serve`);
		return taken;
	});
	handlers.set(name, loaded);
	loading = loaded.catch(() => handlers.delete(name));
	return loaded;
}

async function exists(name: string): Promise<boolean> {
	if (!/^[A-Za-z0-9][\w-]*$/.test(name)) return false;
	try {
		return (await Deno.stat(new URL(`./${name}/index.ts`, folder))).isFile;
	} catch {
		return false;
	}
}

const port = Number(Deno.env.get('PORT'));
listen({ port, hostname: '127.0.0.1', onListen: () => console.log('ready') }, async (request) => {
	const name = new URL(request.url).pathname.split('/')[1] ?? '';
	if (!(await exists(name))) {
		const answer = { code: 'NOT_FOUND', message: 'Requested function was not found' };
		return Response.json(answer, { status: 404 });
	}
	try {
		return await (
			await load(name)
		)(request);
	} catch (error) {
		console.error(`${name}:`, error);
		const answer = {
			code: 'WORKER_ERROR',
			message: 'Function exited due to an error (please check logs)'
		};
		return Response.json(answer, { status: 500 });
	}
});

// The supervisor holds the other end: when it is gone, however it went, so are we.
await Deno.stdin.readable.pipeTo(new WritableStream());
Deno.exit(0);

export {};
