import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { StackError } from './errors.ts';
import { endChild } from './processes.ts';
import { APP_HOST, HOST, rootDir } from './settings.ts';

/** The app under `vite dev`. */
export interface DevServer {
	url: string;
	stop(): Promise<void>;
}

/**
 * Starts `vite dev` and waits until it answers.
 * @throws StackError when it ends before that
 */
export async function startDevServer(
	port: number,
	environment: Record<string, string>,
	ended: (how: string) => void
): Promise<DevServer> {
	const vite = path.join(rootDir, 'node_modules/vite/bin/vite.js');
	const args = [
		vite,
		'dev',
		'--host',
		HOST,
		'--port',
		String(port),
		'--strictPort',
		'--clearScreen',
		'false'
	];
	const child = spawn(process.execPath, args, {
		cwd: rootDir,
		env: { ...process.env, ...environment, APP_PORT: String(port) },
		// Ctrl-C reaches us, and we stop Vite; Vite itself ends when its input does, so also if we are killed.
		detached: true,
		stdio: ['pipe', 'inherit', 'inherit']
	});
	let gone: string | undefined;
	let stopping = false;
	child.once('exit', (code, signal) => {
		gone = signal ?? `exit ${code}`;
		if (!stopping) ended(gone);
	});
	while (!(await accepts(port))) {
		if (gone) throw new StackError(`The app did not start (${gone}).`);
		await wait(50);
	}
	return {
		url: `http://${APP_HOST}:${port}`,
		async stop() {
			stopping = true;
			await endChild(child, 'SIGTERM', 3000);
		}
	};
}

function accepts(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect({ port, host: HOST });
		socket.once('connect', () => resolve(true));
		socket.once('error', () => resolve(false));
		socket.once('close', () => socket.destroy());
		socket.once('connect', () => socket.end());
	});
}
