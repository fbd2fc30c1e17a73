import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import path from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { liteMailer } from '../auth/codes.ts';
import { mountAuth } from '../auth/routes.ts';
import { mountFunctions } from '../functions/proxy.ts';
import type { SendAuthMail } from '../mail/mailer.ts';
import type { ProjectConfig } from '../project-config.ts';
import { HOST } from '../settings.ts';
import { mountStorage } from '../storage/routes.ts';
import { provideLite, type Api, type ApiContext } from './context.ts';
import { requireKey } from './gate.ts';
import type { Lite } from './lite.ts';
import { mountRest } from './rest.ts';
import { missing, mountStudio } from './studio.ts';

/** A running API: REST, Auth, Storage, Functions and Studio on one port. */
export interface ApiServer {
	url: string;
	stop(): Promise<void>;
}

export interface ApiOptions {
	port: number;
	functionsUrl: string;
	sendMail: SendAuthMail;
	/** Its folder `logs` takes what lite says. */
	dataDir: string;
	/** Whether Postgres takes connections at this moment. */
	isReady: () => boolean;
}

/** Puts the routes that complete @supabase/lite in front of it and listens. */
export async function startApi(
	lite: Lite,
	config: ProjectConfig,
	options: ApiOptions
): Promise<ApiServer> {
	const url = `http://${HOST}:${options.port}`;
	const auth = { sql: lite.sql, config: config.auth, apiUrl: url, sendMail: options.sendMail };
	lite.app._mailer = liteMailer(auth);
	const root = new Hono<Api>();
	const logFile = path.join(options.dataDir, 'logs/api.log');
	mkdirSync(path.dirname(logFile), { recursive: true });
	// A query that is sent while Postgres recovers may wait for ever in the pool.
	root.use(async (c, next) => (options.isReady() ? next() : unavailable(c)));
	root.use(provideLite(lite, logFile));
	root.use('/auth/v1/*', requireKey);
	mountFunctions(root, config, options.functionsUrl);
	mountStudio(root);
	mountAuth(root, auth);
	mountStorage(root);
	mountRest(root);
	for (const api of ['/rest/v1', '/auth/v1', '/storage/v1']) {
		root.all(api, (c) => c.var.lite());
		root.all(`${api}/*`, (c) => c.var.lite());
	}
	root.notFound(missing);
	root.onError((error, c) => {
		console.error(`${c.req.method} ${c.req.path}:`, error);
		return c.json({ code: 500, message: 'Internal server error' }, 500);
	});
	// Migrations end with this notice, so that new tables and functions are seen at once.
	await lite.sql.listen('pgrst', () => void lite.connection.clearSchemaCache());
	const server = await listen(root, options.port);
	return {
		url,
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
}

function unavailable(c: ApiContext) {
	const answer = { code: 'PGRST002', message: 'Postgres is starting', details: null, hint: null };
	return c.json(answer, 503, { 'retry-after': '1' });
}

function listen(root: Hono<Api>, port: number): Promise<Server> {
	return new Promise((resolve, reject) => {
		const server = serve({ fetch: root.fetch, port, hostname: HOST }, () =>
			resolve(server as Server)
		);
		server.once('error', reject);
	});
}
