import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './command.ts';
import { STRIPE_FILE } from './emulators.ts';
import { lockDataDir } from './lock.ts';
import { endLeftover } from './postgres/leftover.ts';
import { dataPlaces } from './postgres/places.ts';
import { loadEnvFile, readSettings } from './settings.ts';

/** What the stack keeps; nothing else in the folder is touched. */
const ours = ['postgres', 'postgres.new', 'storage', 'logs', 'deno', STRIPE_FILE, 'stack.json'];

/** `npm run stack:reset`: forgets database, files and logs, so that the next start begins afresh. */
await runCommand(async () => {
	loadEnvFile();
	const { dataDir } = readSettings();
	const places = dataPlaces(dataDir);
	if (places.length === 0) return console.log(`Nothing to reset: ${dataDir} does not exist.`);
	await lockDataDir(dataDir);
	for (const place of places) {
		await endLeftover(path.join(place, 'postgres'));
		for (const name of ours) rmSync(path.join(place, name), { recursive: true, force: true });
		if (readdirSync(place).length === 0) rmdirSync(place);
	}
	console.log(`Reset: ${places.join(', ')}. The next start makes a fresh database with the seed.`);
});
