import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { rootDir } from '../../supabase/local/settings.ts';
import postgres from 'postgres';
import { documents } from '../../src/lib/limits.ts';
import { demo } from '../e2e/support/demo.ts';
import { startInstallation } from '../support/installation.ts';
import type { StackHandle } from '../support/stack-handle.ts';

/**
 * `npm run bench -- --hostile [seconds]`: one reader of a publication, five times a second, first alone
 * and then while 50 connections send the worst there is (`hostile-attack.ts`, in a process of its own).
 */

/** Milliseconds between two questions of the reader. */
const BETWEEN = 200;
/** Seconds at the beginning that are told apart: code that runs for the first time is slow. */
const COLD = 3;

export async function benchHostile(seconds: number): Promise<void> {
	const installation = await startInstallation({
		...{ LOG_LEVEL: 'warn', ADDRESS_HEADER: 'x-forwarded-for', XFF_DEPTH: '1' }
	});
	const { app } = installation;
	try {
		await publishLargest(installation.stack);
		await readFor(app.url, COLD);
		const idle = await readFor(app.url, seconds);
		console.log(`idle                     ${figures(idle)}`);
		for (const networks of [1, 50]) {
			const attack = spawn(
				process.execPath,
				['tests/load/hostile-attack.ts', app.url, String(networks)],
				{ cwd: rootDir, stdio: ['ignore', 'pipe', 'inherit'] }
			);
			await once(attack.stdout, 'data');
			const first = await readFor(app.url, COLD);
			const attacked = await readFor(app.url, seconds);
			attack.kill();
			await once(attack, 'close');
			const ratio = at(attacked, 0.99) / at(idle, 0.99);
			console.log(`attack of ${String(networks).padStart(2)} network(s)`);
			console.log(`  its first ${COLD} s         ${figures(first)}`);
			console.log(
				`  then                  ${figures(attacked)}   ${ratio.toFixed(1)} × the idle p99`
			);
		}
	} finally {
		await installation.stop();
	}
}

/** Makes the post that `hostile-attack.ts` reads as large as a document may be. */
async function publishLargest({ databaseUrl }: StackHandle): Promise<void> {
	const sql = postgres(databaseUrl, { max: 1 });
	// Each paragraph is two nodes.
	const count = documents.nodes / 2 - 1;
	const text = 'x'.repeat(Math.floor(documents.bytes / count) - 60);
	const paragraph = { type: 'paragraph', content: [{ type: 'text', text }] };
	const doc = JSON.stringify({ type: 'doc', content: Array(count).fill(paragraph) });
	const changed = await sql`
		update post_contents set doc = ${doc}::text::jsonb
		where post_id = (select id from posts where slug = ${demo.publicPost.split('/').at(-1) ?? ''})`;
	await sql.end();
	if (changed.count !== 1) throw new Error('The post that is to be large is gone.');
}

async function readFor(url: string, seconds: number): Promise<number[]> {
	const answers: Promise<number>[] = [];
	for (let n = 0; n < (seconds * 1000) / BETWEEN; n += 1) {
		answers.push(read(url + demo.otherHome));
		await new Promise((resolve) => setTimeout(resolve, BETWEEN));
	}
	return (await Promise.all(answers)).sort((a, b) => a - b);
}

/** Milliseconds until the last byte of a page; infinite when the page did not come. */
function read(url: string): Promise<number> {
	const began = performance.now();
	return new Promise((resolve) => {
		const fail = () => resolve(Infinity);
		get(url, { headers: { 'x-forwarded-for': '198.51.100.7' } }, (answer) => {
			answer.resume();
			answer.once('error', fail);
			answer.once('end', () =>
				resolve(answer.statusCode === 200 ? performance.now() - began : Infinity)
			);
		}).once('error', fail);
	});
}

function at(times: number[], share: number): number {
	return times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
}

function figures(times: number[]): string {
	const failed = times.filter((time) => time === Infinity).length;
	const told = `p50 ${at(times, 0.5).toFixed(1)} ms   p99 ${at(times, 0.99).toFixed(1)} ms`;
	return failed === 0 ? told : `${told}   ${failed} of ${times.length} failed`;
}
