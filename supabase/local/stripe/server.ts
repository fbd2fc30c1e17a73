import { serve, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import path from 'node:path';
import { z } from 'zod';
import { apiRoutes } from './api/gate.ts';
import { runDue } from './billing/due.ts';
import { defaultSettings, Engine } from './engine.ts';
import { StripeProblem } from './errors.ts';
import { Faults } from './faults.ts';
import { checkoutPages } from './pages/checkout.ts';
import { homePages } from './pages/home.ts';
import { invoicePages } from './pages/invoice.ts';
import { notice } from './pages/layout.ts';
import { portalPages } from './pages/portal.ts';
import { controlRoutes } from './routes/control.ts';
import { endpoints } from './routes/index.ts';
import { Store } from './store.ts';
import { Webhooks, type WebhookEndpoint } from './webhooks.ts';

/** A running local Stripe. */
export interface LocalStripe {
	url: string;
	stop(): Promise<void>;
}

/** How it is started. */
export interface LocalStripeOptions {
	host: string;
	/** 0: any that is free. */
	port: number;
	secretKey: string;
	/** Where events are sent; nowhere without. */
	webhook?: WebhookEndpoint;
	/** Keeps what it knows in this file; without, it forgets when it stops. */
	file?: string;
	/** The machine's time in milliseconds. */
	wall?: () => number;
}

/** What happens by itself is looked for this often, beside each call. */
const TICK = 10_000;

/** Starts the local Stripe: API, pages, webhooks and clock. */
export async function startLocalStripe(options: LocalStripeOptions): Promise<LocalStripe> {
	const { host, secretKey, webhook, file, wall = Date.now } = options;
	if (file) mkdirSync(path.dirname(file), { recursive: true });
	const store = new Store(file);
	const webhooks = new Webhooks(store, wall, webhook);
	const faults = new Faults();
	const settings = { ...defaultSettings, url: '' };
	const engine = new Engine(store, wall, settings, (event) => webhooks.take(event));
	const app = new Hono<{ Bindings: HttpBindings }>();
	app.route('/', apiRoutes(engine, faults, secretKey, endpoints));
	// A page elsewhere must not turn the clock of whoever looks at it.
	app.use(csrf());
	app.route('/_control', controlRoutes(engine, webhooks, faults));
	app.use(async (_, next) => {
		runDue(engine, engine.clock.now());
		await next();
	});
	app.route('/', checkoutPages(engine, webhooks));
	app.route('/', portalPages(engine));
	app.route('/', invoicePages(engine));
	app.route('/', homePages(engine, webhooks));
	app.notFound((c) => c.html(notice('Nothing here', 'There is no such page.'), 404));
	app.onError((error, c) => {
		if (c.req.path.startsWith('/_control')) {
			return c.json({ error: error.message }, error instanceof z.ZodError ? 400 : 409);
		}
		if (error instanceof HTTPException) return error.getResponse();
		if (error instanceof StripeProblem) {
			return c.html(notice('That did not work', error.message), error.status === 404 ? 404 : 400);
		}
		console.error('local Stripe:', error);
		return c.html(notice('That did not work', error.message), 500);
	});

	const server = await new Promise<Server>((resolve, reject) => {
		const listening = serve(
			{ fetch: app.fetch, hostname: host, port: options.port },
			({ port }) => {
				settings.url = `http://${host}:${port}`;
				if ('closeAllConnections' in listening) resolve(listening);
				else reject(new Error('The local Stripe wants a plain HTTP server.'));
			}
		);
		listening.once('error', reject);
	});
	webhooks.resume();
	const timer = setInterval(() => {
		try {
			runDue(engine, engine.clock.now());
		} catch (error) {
			console.error('local Stripe:', error);
		}
	}, TICK);
	timer.unref();
	return {
		url: settings.url,
		async stop() {
			clearInterval(timer);
			webhooks.stop();
			faults.forget();
			server.closeAllConnections();
			await new Promise((done) => server.close(done));
			store.flush();
		}
	};
}
