import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import { rootDir } from '../../supabase/local/settings.ts';
import type { StackHandle } from '../support/stack-handle.ts';

const POSTS = 1000;
const MEMBERS = 5000;
/** Characters of one post: twice what is read, since its source comes along. */
const POST_SIZE = 16_000;

interface Run {
	seconds: number;
	/** Most memory held at once, in MB; undefined where the system does not tell. */
	peak: number | undefined;
}

/**
 * What `npm run import` needs for a thousand posts and five thousand members, and for ten times as many
 * posts where `large` is set. `BENCH_ARCHIVE` and `BENCH_MEMBERS` name other files.
 */
export async function benchImport(stack: StackHandle, large: boolean): Promise<void> {
	const home = await mkdtemp(path.join(tmpdir(), 'pamphlet-bench-'));
	const sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => {} });
	const measure = async (name: string, archive: string, list: string) => {
		const slug = name.replaceAll(/[^a-z0-9]+/g, '-');
		await sql`insert into publications ${sql({ slug, name })}`;
		const files = ['ghost', archive, '--members', list, '--publication', slug];
		print(name, await command(stack, files));
		print(`${name}, again`, await command(stack, files));
	};
	try {
		print('import, idle', await command(stack, []));
		const list = process.env.BENCH_MEMBERS ?? path.join(home, 'members.csv');
		if (!process.env.BENCH_MEMBERS) await writeMembers(list);
		const archive = process.env.BENCH_ARCHIVE ?? path.join(home, 'export.json');
		if (!process.env.BENCH_ARCHIVE) await writeArchive(archive, POSTS);
		await measure('import', archive, list);
		if (!large) return;
		const tenfold = path.join(home, 'large.json');
		await writeArchive(tenfold, POSTS * 10);
		await measure('import, tenfold', tenfold, list);
	} finally {
		await sql.end();
		await rm(home, { recursive: true });
	}
}

async function command(stack: StackHandle, args: string[]): Promise<Run> {
	const script = (
		JSON.parse(readFileSync(path.join(rootDir, 'package.json'), 'utf8')) as {
			scripts: Record<string, string>;
		}
	).scripts.import;
	const [, ...own] = (script ?? '').split(' ');
	const began = performance.now();
	const child = spawn(process.execPath, [...own, ...args], {
		cwd: rootDir,
		env: { ...process.env, SUPABASE_URL: stack.apiUrl, SUPABASE_SECRET_KEY: stack.secretKey },
		stdio: 'ignore'
	});
	const ended = once(child, 'exit');
	let peak: number | undefined;
	while (child.exitCode === null && child.signalCode === null) {
		peak = peakOf(child.pid) ?? peak;
		await Promise.race([ended, wait(20)]);
	}
	if (child.exitCode !== 0 && args.length > 0) throw new Error('the import broke off');
	return { seconds: (performance.now() - began) / 1000, peak };
}

function peakOf(pid: number | undefined): number | undefined {
	try {
		const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
		return kilobytes === undefined ? undefined : Number(kilobytes) / 1000;
	} catch {
		return undefined;
	}
}

function print(name: string, { seconds, peak }: Run): void {
	const memory = peak === undefined ? '' : `   peak ${peak.toFixed(0)} MB`;
	console.log(`${name.padEnd(24)}${seconds.toFixed(1).padStart(8)} s${memory}`);
}

async function writeArchive(file: string, posts: number): Promise<void> {
	const output = createWriteStream(file);
	const write = async (text: string) => {
		if (!output.write(text)) await once(output, 'drain');
	};
	await write('{"db":[{"data":{"users":[{"id":"u","name":"Una"}],"posts":[');
	const words = 'Words that stand for those of somebody who wrote them. '.repeat(POST_SIZE / 55);
	for (let n = 0; n < posts; n += 1) {
		const post = {
			...{ id: `p${n}`, slug: `post-${n}`, title: `Post ${n}`, status: 'published' },
			...{ published_at: '2020-01-01 00:00:00', html: `<p>${n} ${words}</p>`, lexical: words }
		};
		await write((n > 0 ? ',' : '') + JSON.stringify(post));
	}
	await write('],"posts_authors":[');
	for (let n = 0; n < posts; n += 1)
		await write(`${n > 0 ? ',' : ''}{"post_id":"p${n}","author_id":"u"}`);
	output.end(']}}]}');
	await once(output, 'finish');
}

async function writeMembers(file: string): Promise<void> {
	const lines = Array.from({ length: MEMBERS }, (_, n) => `member${n}@x.test,true,"A,B"`);
	await writeFile(file, ['email,subscribed_to_emails,labels', ...lines].join('\n'));
}
