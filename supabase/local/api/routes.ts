import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { Hono } from 'hono';
import { liteMailer } from '../auth/codes.ts';
import { limitMails } from '../auth/limits.ts';
import { mountAuth } from '../auth/routes.ts';
import { mountFunctions } from '../functions/proxy.ts';
import type { SendAuthMail } from '../mail/mailer.ts';
import type { ProjectConfig } from '../project-config.ts';
import { mountStorage } from '../storage/routes.ts';
import { provideLite, type Api } from './context.ts';
import { requireKey } from './gate.ts';
import type { Lite } from './lite.ts';
import { mountRest } from './rest.ts';
import { missing, mountStudio } from './studio.ts';

/** What the API needs to know beside its database. */
export interface ApiOptions {
	config: ProjectConfig;
	apiUrl: string;
	functionsUrl: string;
	sendMail: SendAuthMail;
	/** Its folder `logs` takes what lite says. */
	dataDir: string;
}

/** Puts the routes that complete @supabase/lite in front of it. */
export function createRoutes(lite: Lite, options: ApiOptions): Hono<Api> {
	const { config, apiUrl } = options;
	const countMail = limitMails(config.auth.rate_limit);
	const sendMail: SendAuthMail = async (kind, mail) => {
		countMail();
		await options.sendMail(kind, mail);
	};
	const auth = { sql: lite.sql, config: config.auth, apiUrl, sendMail };
	lite.app._mailer = liteMailer(auth);
	const logFile = path.join(options.dataDir, 'logs/api.log');
	mkdirSync(path.dirname(logFile), { recursive: true });
	const root = new Hono<Api>();
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
	return root;
}
