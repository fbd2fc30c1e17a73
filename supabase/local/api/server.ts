import type { Server } from 'node:http';
import { serve, type HttpBindings } from '@hono/node-server';
import type { Hono } from 'hono';
import { HOST } from '../settings.ts';
import type { Api } from './context.ts';
import type { Lite } from './lite.ts';
import { createRoutes, type ApiOptions } from './routes.ts';

/** A running API: REST, Auth, Storage, Functions and Studio on one port. */
export interface ApiServer {
	/** Postgres is gone: whoever waits for an answer, and whoever asks from now on, is told so. */
	interrupt(): void;
	/** Postgres is back: connects anew. */
	resume(): Promise<void>;
	stop(): Promise<void>;
}

/** An API at work: its routes, its connections, and those who wait for it. */
interface Service {
	routes: Hono<Api>;
	lite: Lite;
	interruption: Promise<void>;
	interrupt(): void;
}

/**
 * Listens on the port of the API. A query under way when Postgres dies may wait for ever in the
 * pool, so a crash costs the whole pool, and the API goes on with a new one.
 */
export async function startApi(
	port: number,
	options: ApiOptions,
	connect: () => Promise<Lite>
): Promise<ApiServer> {
	const begin = async (): Promise<Service> => {
		const { promise: interruption, resolve: interrupt } = Promise.withResolvers<void>();
		const lite = await connect();
		return { routes: createRoutes(lite, options), lite, interruption, interrupt };
	};
	let service: Service | undefined = await begin();
	const end = async (patience: number) => {
		const ended = service;
		service = undefined;
		ended?.interrupt();
		await ended?.lite.disconnect(patience);
	};
	const server = await listen(port, async (request, env) => {
		if (!service) return unavailable();
		const { routes, interruption } = service;
		return Promise.race([routes.fetch(request, env), interruption.then(unavailable)]);
	}).catch(async (error) => {
		await end(0);
		throw error;
	});
	return {
		interrupt: () => void end(0),
		async resume() {
			service ??= await begin();
		},
		async stop() {
			const closed = new Promise((resolve) => server.close(resolve));
			server.closeAllConnections();
			await closed;
			await end(1);
		}
	};
}

/** As PostgREST answers while it has no connection to the database. */
function unavailable(): Response {
	const body = { code: 'PGRST002', message: 'Postgres is starting', details: null, hint: null };
	return Response.json(body, { status: 503, headers: { 'retry-after': '1' } });
}

type Answer = (request: Request, env: HttpBindings) => Promise<Response>;

function listen(port: number, answer: Answer): Promise<Server> {
	return new Promise((resolve, reject) => {
		const fetch = (request: Request, env: unknown) => answer(request, env as HttpBindings);
		const server = serve({ fetch, port, hostname: HOST }, () => resolve(server as Server));
		server.once('error', reject);
	});
}
