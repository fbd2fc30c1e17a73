import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { demo } from '../e2e/support/demo.ts';
import { startInstallation } from '../support/installation.ts';
import { benchDocuments } from './documents.ts';
import { benchHostile } from './hostile.ts';
import { benchImport } from './import.ts';
import { benchMembers } from './members.ts';
import { benchMoney } from './money.ts';

/**
 * `npm run bench [-- seconds] [--large] [--members] [--hostile]`: what the web server does with one
 * processor and a database beside it, what the worst documents and the figures of the money page take,
 * and what an import and a hundred thousand members need; `--members` for these alone. `--hostile`
 * measures one reader during an attack, and nothing else. Loopback only. The figures say how one change
 * compares with another on the same machine.
 */

const pages = [
	{ name: 'front page', path: '/' },
	{ name: 'home', path: demo.home },
	{ name: 'post', path: demo.publicPost },
	{ name: 'closed post', path: demo.paidPost },
	{ name: 'sign-in', path: '/sign-in' }
];
/** Requests under way at once. */
const CONCURRENCY = 16;
const seconds = Math.min(
	60,
	Math.max(1, Number(process.argv.slice(2).find((given) => !given.startsWith('--')) ?? 5) || 5)
);

interface Measurement {
	/** Milliseconds from asking to the last byte, one a request, in order of size. */
	times: number[];
	wall: number;
	/** Milliseconds of processor time of the web server; undefined where the system does not tell. */
	cpu: number | undefined;
}

async function measure(url: string, pid: number, span: number): Promise<Measurement> {
	const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
	const times: number[] = [];
	const cpu = processorTime(pid);
	const began = performance.now();
	const worker = async () => {
		while (performance.now() - began < span * 1000) {
			const asked = performance.now();
			await fetchOnce(url, agent);
			times.push(performance.now() - asked);
		}
	};
	await Promise.all(Array.from({ length: CONCURRENCY }, worker));
	const wall = performance.now() - began;
	agent.destroy();
	const after = processorTime(pid);
	const used = cpu === undefined || after === undefined ? undefined : after - cpu;
	return { times: times.sort((a, b) => a - b), wall, cpu: used };
}

function fetchOnce(url: string, agent: Agent): Promise<void> {
	return new Promise((resolve, reject) => {
		get(url, { agent }, (answer) => {
			answer.resume();
			answer.once('error', reject);
			answer.once('end', () =>
				answer.statusCode === 200 ? resolve() : reject(new Error(`${url}: ${answer.statusCode}`))
			);
		}).once('error', reject);
	});
}

/** Milliseconds a process has used, in user and kernel; Linux counts them in hundredths. */
function processorTime(pid: number): number | undefined {
	if (process.platform !== 'linux') return undefined;
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) * 10;
}

function row(cells: string[]): string {
	return cells.map((cell, n) => (n === 0 ? cell.padEnd(14) : cell.padStart(11))).join('');
}

if (process.argv.includes('--hostile')) {
	await benchHostile(Math.max(seconds, 20));
	process.exit();
}

const installation = await startInstallation({ LOG_LEVEL: 'warn' });
try {
	const { app, started } = installation;
	console.log(
		`\nstack, cold    ${started.stack.toFixed(0)} ms\nweb server     ${started.server.toFixed(0)} ms\n`
	);
	const only = process.argv.includes('--members');
	if (!only) console.log(row(['', 'requests/s', 'CPU ms', 'median ms', '95% ms']));
	for (const { name, path } of only ? [] : pages) {
		await measure(app.url + path, app.pid, 1);
		const { times, wall, cpu } = await measure(app.url + path, app.pid, seconds);
		const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
		const perSecond = (times.length / wall) * 1000;
		const each = cpu === undefined ? '–' : (cpu / times.length).toFixed(2);
		console.log(row([name, perSecond.toFixed(0), each, at(0.5), at(0.95)]));
	}
	console.log();
	if (!only) {
		const large = process.argv.includes('--large');
		benchDocuments();
		console.log();
		await benchMoney(installation.stack, large);
		console.log();
		await benchImport(installation.stack, large);
	}
	await benchMembers(installation);
} finally {
	await installation.stop();
}
process.exit();
