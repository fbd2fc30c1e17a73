import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { waitInWords } from './lib/domain/wait.ts';
import { bodies, connections, network, places, requests } from './lib/limits.ts';
import { requestNetwork } from './lib/server/client-address.ts';
import { EnvError, readEnv, type Env } from './lib/server/env-schema.ts';
import { answered } from './lib/server/http/answered.ts';
import { fillErrorPage } from './lib/server/http/error-page.ts';
import { createGate } from './lib/server/http/gate.ts';
import { createPlaces } from './lib/server/http/places.ts';
import { createPublicationNames } from './lib/server/http/publication-names.ts';
import { createRateLimiter } from './lib/server/rate-limiter.ts';

/**
 * `npm start`: the web server. It stands in front of what `npm run build` made, and keeps slow and
 * greedy clients from taking it away from others.
 */

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => unknown;

// Before the adapter reads it, which throws at a wrong ORIGIN without a word of what to do.
const env = checkedEnv();
// The adapter has one limit for all routes. The smaller ones are in src/lib/server/http/body-kinds.ts.
process.env.BODY_SIZE_LIMIT = String(bodies.upload.bytes);
const { handler } = (await import(new URL('../build/handler.js', import.meta.url).href)) as {
	handler: Handler;
};

const enter = createGate({
	atOnce: network.requestsAtOnce,
	waiting: network.requestsWaiting,
	rate: createRateLimiter(network.requests)
});
const takePlace = createPlaces(places);
const publications = createPublicationNames(places.subjects);
const errorPage = readFileSync(new URL('./error.html', import.meta.url), 'utf8');

const server = createServer({
	maxHeaderSize: requests.headerBytes,
	headersTimeout: connections.headersSeconds * 1000,
	requestTimeout: connections.requestSeconds * 1000,
	// How often Node looks for connections whose time is up.
	connectionsCheckingInterval: 1000
});
server.maxConnections = connections.open;
server.timeout = connections.idleSeconds * 1000;
server.on('request', (request, response) => void answer(request, response));

/** The environment; the process ends when a variable is missing or wrong. */
function checkedEnv(): Env {
	try {
		return readEnv(process.env, { production: true });
	} catch (error) {
		if (!(error instanceof EnvError)) throw error;
		console.error(error.message);
		process.exit(1);
	}
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	response.once('finish', () => discardRest(request));
	const from = requestNetwork(request, env);
	const entry = from === null ? null : await enter(from);
	if (entry && 'wait' in entry) return refuse(request, response, entry.wait);
	const url = request.url ?? '';
	const publication = `publication ${publications.of(url)}`;
	const leave = await takePlace(from === null ? [publication] : [publication, `network ${from}`]);
	// The client may have left while its request waited.
	if (response.closed) {
		leave();
		return entry?.leave();
	}
	const closed = new Promise((resolve) => response.once('close', resolve));
	const begun = answered(response);
	void begun.then(leave);
	// Leaving early is no way to have more requests worked on.
	if (entry) void Promise.all([begun, closed]).then(entry.leave);
	response.once('finish', () => publications.answered(url, response.statusCode));
	try {
		await handler(request, response, () => response.writeHead(404).end());
	} catch (error) {
		console.error(error);
		if (!response.headersSent) response.writeHead(500);
		response.end();
	}
}

/** Ends a connection whose request was answered before it had arrived, after some time to read the answer. */
function discardRest(request: IncomingMessage): void {
	if (request.complete) return;
	// Whoever read the first part of the body has stopped. Nothing more would come past it.
	request.removeAllListeners('data').resume();
	setTimeout(() => {
		// When the rest has come meanwhile, the connection may be busy with another request.
		if (!request.complete) request.socket.destroy();
	}, connections.discardSeconds * 1000).unref();
}

function refuse(request: IncomingMessage, response: ServerResponse, wait: number): void {
	const message = `Too many requests came from your network. Please wait ${waitInWords(wait)}.`;
	response
		.writeHead(429, {
			'content-type': 'text/html; charset=utf-8',
			'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
			'x-content-type-options': 'nosniff',
			'cache-control': 'private, no-store',
			'retry-after': String(wait),
			// A client that is still sending would not get the answer if we closed the connection. See `discardRest`.
			...(request.complete && { connection: 'close' })
		})
		.end(fillErrorPage(errorPage, 429, message));
}

server.on('error', (error) => {
	console.error(`Pamphlet cannot listen on ${env.HOST}:${env.PORT}: ${error.message}`);
	process.exit(1);
});
server.listen(env.PORT, env.HOST, () => {
	console.error(
		`Listening on http://${env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST}:${env.PORT}`
	);
	if (env.ADDRESS_HEADER === undefined) {
		console.error(
			'ADDRESS_HEADER is not set. Behind a proxy, all visitors count as one network and share its limits.'
		);
	}
});

/** Seconds that requests under way have to end when the server is told to stop. */
const SHUTDOWN_SECONDS = 30;

function stop(): void {
	server.close();
	// A connection that is kept for a next request would hold the server up.
	setInterval(() => server.closeIdleConnections(), 100).unref();
	setTimeout(() => server.closeAllConnections(), SHUTDOWN_SECONDS * 1000).unref();
}
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
