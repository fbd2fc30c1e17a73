import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StackError } from './errors.ts';
import { localKeys, rootDir } from './settings.ts';

/** The end of a run of the supabase CLI: its exit code and all it said. */
export interface CliResult {
	code: number;
	stdout: string;
	/** stdout and stderr in the order they came. */
	output: string;
}

/** The CLI does nothing while a secret that config.toml names is missing. */
const local = { SEND_EMAIL_HOOK_SECRET: localKeys.hookSecret };
const quiet = { SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', NO_COLOR: '1' };

/** Runs the supabase CLI of node_modules, silently, without its usage reports. */
export function runCli(
	args: string[],
	stdio: 'inherit' | 'pipe' = 'pipe',
	variables: Record<string, string> = {}
): Promise<CliResult> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [cliProgram(), ...args], {
			cwd: rootDir,
			env: { ...local, ...process.env, ...variables, ...quiet },
			stdio: ['inherit', stdio, stdio]
		});
		let stdout = '';
		let output = '';
		child.stdout?.on('data', (chunk) => {
			stdout += chunk;
			output += chunk;
		});
		child.stderr?.on('data', (chunk) => (output += chunk));
		child.once('error', reject);
		child.once('close', (code) => resolve({ code: code ?? 1, stdout, output }));
	});
}

function cliProgram(): string {
	try {
		const manifest = createRequire(import.meta.url).resolve('supabase/package.json');
		return path.join(path.dirname(manifest), 'dist/supabase.js');
	} catch {
		throw new StackError('The supabase CLI is not in node_modules: run npm ci.');
	}
}
