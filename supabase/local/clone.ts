import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { createLite } from './api/lite.ts';
import { startApi } from './api/server.ts';
import { runBase } from './database/prepare.ts';
import { createAuthMailer } from './mail/mailer.ts';
import { freePorts } from './ports.ts';
import { readProjectConfig } from './project-config.ts';
import { databaseUrl, HOST, rootDir, type Settings } from './settings.ts';
import { FileStorage } from './storage/files.ts';

/** The database that clones are made from: migrations and seed, and nobody connected. */
export const templateDatabase = 'pamphlet_template';

/** Where the stack is that a clone borrows its cluster, its inbox and its functions from. */
export interface CloneSource {
	adminDatabaseUrl: string;
	inboxUrl: string;
	functionsUrl: string;
	projectDir?: string;
}

/** A database of one's own with an API over it; its other parts are those of the stack. */
export interface Clone {
	apiUrl: string;
	databaseUrl: string;
	adminDatabaseUrl: string;
	stop(): Promise<void>;
}

/** Copies the database as it is now; nobody may be connected to it. */
export async function makeTemplate(settings: Pick<Settings, 'dbPort'>): Promise<void> {
	const sql = postgres(databaseUrl(settings, 'supabase_admin', 'template1'), { max: 1 });
	try {
		await sql`create database ${sql(templateDatabase)} template postgres is_template true`;
	} finally {
		await sql.end();
	}
}

/**
 * Copies the seeded database, in about a tenth of a second, and opens an API over the copy. Nothing
 * runs by itself there: no schedule, and nobody is woken, since the functions work for the stack's
 * own database. What the copy wants mailed stays in its outbox.
 */
export async function cloneStack(source: CloneSource): Promise<Clone> {
	const { projectDir = rootDir } = source;
	const name = `clone_${randomUUID().replaceAll('-', '')}`;
	const admin = postgres(source.adminDatabaseUrl, { max: 1, onnotice: () => {} });
	await admin`create database ${admin(name)} template ${admin(templateDatabase)} owner postgres`;
	const adminDatabaseUrl = source.adminDatabaseUrl.replace(/[^/]+$/, name);
	await runBase(adminDatabaseUrl);
	const config = readProjectConfig({ projectDir, siteUrl: undefined });
	// All tests come from one address.
	config.auth.rate_limit = {};
	const dataDir = mkdtempSync(path.join(tmpdir(), 'pamphlet-clone-'));
	const files = new FileStorage(path.join(dataDir, 'storage'));
	const [port = 0] = await freePorts(1);
	const apiUrl = `http://${HOST}:${port}`;
	const sendMail = createAuthMailer(config, apiUrl, new URL(source.inboxUrl).origin);
	const { functionsUrl } = source;
	const options = { config, apiUrl, functionsUrl, sendMail, dataDir };
	const api = await startApi(port, options, () => createLite(adminDatabaseUrl, config, files));
	return {
		apiUrl,
		databaseUrl: adminDatabaseUrl.replace('supabase_admin', 'postgres'),
		adminDatabaseUrl,
		async stop() {
			await api.stop();
			await admin`drop database ${admin(name)} with (force)`;
			await admin.end();
			rmSync(dataDir, { recursive: true, force: true });
		}
	};
}
