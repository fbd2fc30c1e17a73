import { readFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import type { Lite } from '../api/lite.ts';
import { databaseUrl, type Settings } from '../settings.ts';
import { applyMigrations } from './migrations.ts';
import { plantSeed, type SeedResult } from './seed.ts';

/** What the preparation of a database came to. */
export interface Prepared {
	migrations: number;
	seed: SeedResult;
}

/**
 * Brings the database from whatever state to what a hosted project has after a deployment: system
 * roles and schemas, migrations, and the seed where it is new. May be repeated and interrupted.
 */
export async function prepareDatabase(
	connect: () => Promise<Lite>,
	settings: Settings,
	options: { seed: boolean } = { seed: true }
): Promise<Prepared> {
	const admin = databaseUrl(settings, 'supabase_admin');
	await runBase(admin);
	const lite = await connect();
	try {
		await lite.app.ensureSystemSchema();
	} finally {
		await lite.disconnect(1);
	}
	await runScript(admin, 'after-system.sql');
	const url = databaseUrl(settings);
	const sql = postgres(url, quietly);
	try {
		const migrations = await applyMigrations(sql, settings.projectDir, url);
		const seed = options.seed ? await plantSeed(sql, settings.projectDir) : 'none';
		return { migrations, seed };
	} finally {
		await sql.end();
	}
}

const quietly = { max: 1, onnotice: () => {} };

/** Roles and schemas, and what a database has of its own and a copy of it has not. */
export async function runBase(url: string): Promise<void> {
	await runScript(url, 'base.sql');
}

async function runScript(url: string, name: string) {
	const sql = postgres(url, quietly);
	try {
		await sql.unsafe(readFileSync(path.join(import.meta.dirname, name), 'utf8'));
	} finally {
		await sql.end();
	}
}
