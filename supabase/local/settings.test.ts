import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { databaseUrl, readSettings, rootDir } from './settings.ts';

describe('readSettings', () => {
	test('has the ports of the supabase CLI where that has one', () => {
		expect(readSettings({})).toMatchObject({
			apiPort: 54321,
			dbPort: 54322,
			inboxPort: 54324,
			appPort: 5173,
			dataDir: path.join(rootDir, '.data'),
			projectDir: rootDir,
			fsync: true,
			siteUrl: undefined
		});
	});

	test('takes an empty variable for none', () => {
		expect(readSettings({ STACK_API_PORT: '', DATA_DIR: '' }).apiPort).toBe(54321);
	});

	test('moves the site with the app; the address of a production server moves nothing', () => {
		expect(readSettings({ APP_PORT: '8080' }).siteUrl).toBe('http://localhost:8080');
		expect(readSettings({ ORIGIN: 'https://pamphlet.test' }).siteUrl).toBeUndefined();
	});

	test.for([
		['STACK_API_PORT', '0', 'STACK_API_PORT=0 is not a port from 1 to 65535.'],
		['STACK_DB_PORT', '70000', 'STACK_DB_PORT=70000 is not a port from 1 to 65535.'],
		['STACK_FSYNC', 'yes', 'STACK_FSYNC=yes is not on or off.']
	])('refuses %s=%s by name', ([name = '', value, message]) => {
		expect(() => readSettings({ [name]: value })).toThrow(message);
	});
});

test('databaseUrl names user and database', () => {
	const settings = { dbPort: 1234 };
	expect(databaseUrl(settings)).toBe('postgres://postgres:postgres@127.0.0.1:1234/postgres');
	expect(databaseUrl(settings, 'supabase_admin', 'copy')).toBe(
		'postgres://supabase_admin:postgres@127.0.0.1:1234/copy'
	);
});
