import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import { guessColumns } from '../../src/lib/domain/member-file.ts';
import { inBatches } from '../../src/lib/importers/batches.ts';
import {
	lookAtMembers,
	memberFileItems,
	surveyMemberFile
} from '../../src/lib/importers/member-file-source.ts';
import { demo } from '../e2e/support/demo.ts';
import type { Installation } from '../support/installation.ts';

const MANY = 100_000;
const FEW = 100;
const TRIES = 15;
/** Made at once: the planner has to learn in between how many there are. */
const PIECE = 5000;

const views = [
	['newest', ''],
	['older', 'OLDER'],
	['search', '?q=bea'],
	['search, rare', '?q=member99@'],
	['search, nobody', '?q=xyzzy'],
	['complimentary', '?plan=complimentary'],
	['lapsed', '?plan=lapsed'],
	['banned', '?status=banned'],
	['unsubscribed', '?mail=unsubscribed'],
	['label', '?label=Common'],
	['label, rare', '?label=Rare']
] as const;

/**
 * The desk's list with a hundred thousand members beside one with a hundred, and the file of the many:
 * out of one publication, into another and out again, over HTTP, with the memory the web server takes.
 */
export async function benchMembers({ stack, app }: Installation): Promise<void> {
	const home = await mkdtemp(path.join(tmpdir(), 'pamphlet-bench-'));
	const sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => {} });
	try {
		await makeMembers(sql, 'bench-few', FEW);
		await makeMembers(sql, 'bench-many', MANY);
		await makeMembers(sql, 'bench-copy', 0);
		const desk = await signedIn(app.url);

		console.log(`${''.padEnd(24)}${[FEW, MANY].map((n) => `${n} ms`.padStart(12)).join('')}`);
		for (const [name, query] of views) {
			const medians = [];
			for (const slug of ['bench-few', 'bench-many'])
				medians.push(await median(() => desk.text(`/desk/${slug}/members${query}`)));
			const cells = medians.map((ms) => ms.toFixed(0).padStart(12));
			console.log(`members, ${name}`.padEnd(24) + cells.join(''));
		}

		const idle = memoryOf(app.pid, 'VmRSS');
		const before = path.join(home, 'before.csv');
		const after = path.join(home, 'after.csv');
		await timed('members, CSV out', () =>
			desk.download('/desk/bench-many/members/export.csv', before)
		);
		await timed('members, CSV in', () => bring(before, desk));
		await timed('members, CSV in again', () => bring(before, desk));
		await desk.download('/desk/bench-copy/members/export.csv', after);
		const [there, back] = [await digest(before), await digest(after)];
		console.log(`members, out and in again ${there === back ? 'equal' : 'NOT EQUAL'}`);
		const peak = memoryOf(app.pid, 'VmHWM');
		if (idle !== undefined && peak !== undefined) {
			const more = (peak - idle).toFixed(0);
			console.log(`members, web server      ${idle.toFixed(0)} MB idle, at most ${more} MB more`);
		}
		if (there !== back) throw new Error('what came back is not what went out');
	} finally {
		await sql.end();
		await rm(home, { recursive: true });
	}
}

async function makeMembers(sql: postgres.Sql, slug: string, count: number): Promise<void> {
	await sql`
		with made as (insert into publications (slug, name) values (${slug}, ${slug}) returning id),
		staff as (
			insert into publication_staff (publication_id, user_id, role)
			select made.id, u.id, 'owner' from made, auth.users u where u.email = ${demo.owner}
		)
		insert into tiers (publication_id, slug, name) select id, 'friend', 'Friend' from made`;
	for (let from = 1; from <= count; from += PIECE) {
		await sql`
		insert into members (publication_id, email, name, note, source, status, email_state, created_at)
		select p.id, 'member' || n || '@example' || n % 50 || '.test',
			(array['Ada', 'Bea', '=Cai', '-Dov', 'Eli "E"'])[1 + n % 5] || ' ' || md5(n::text),
			case n % 20 when 0 then e'Met in Harwick,\nwrites "often".' else '' end,
			case n % 3 when 0 then 'import' else 'join' end,
			case when n % 20000 = 7 then 'banned' when n % 100 = 3 then 'left' else 'active' end,
			case n % 10 when 0 then 'unsubscribed' else 'subscribed' end, now() - n * interval '7.01 minutes'
		from publications p, generate_series(${from}::integer, ${Math.min(count, from + PIECE - 1)}::integer) n
		where p.slug = ${slug}`;
		await sql`analyze members`;
	}
	await sql`
		insert into member_labels (publication_id, member_id, label)
		select m.publication_id, m.id, case when hashtext(m.email) % 300 = 0 then 'Rare' else 'Common' end
		from members m join publications p on p.id = m.publication_id
		where p.slug = ${slug} and hashtext(m.email) % 3 = 0`;
	await sql`
		insert into member_grants (publication_id, member_id, tier_id, ends_at)
		select m.publication_id, m.id, t.id, case abs(hashtext(m.email) % 4)
			when 0 then null when 1 then now() - interval '2 days' else now() + interval '90 days' end
		from members m join publications p on p.id = m.publication_id join tiers t on t.publication_id = p.id
		where p.slug = ${slug} and hashtext(m.email) % 17 = 0`;
}

interface Desk {
	text(address: string): Promise<string>;
	download(address: string, file: string): Promise<void>;
	send(address: string, body: object): Promise<void>;
}

async function signedIn(site: string): Promise<Desk> {
	const form = new URLSearchParams({
		email: demo.owner,
		password: demo.password,
		next: '/account'
	});
	const headers = { origin: site, accept: 'text/html' };
	const answer = await fetch(`${site}/sign-in/password`, {
		method: 'POST',
		body: form,
		headers,
		redirect: 'manual'
	});
	const cookie = answer.headers
		.getSetCookie()
		.map((one) => one.split(';')[0])
		.join('; ');
	const ask = async (address: string, init: RequestInit = {}) => {
		const headers = { cookie, origin: site, 'content-type': 'application/json' };
		const answer = await fetch(site + address, { ...init, headers, redirect: 'error' });
		if (!answer.ok) throw new Error(`${address}: ${answer.status} ${await answer.text()}`);
		return answer;
	};
	return {
		async text(address) {
			if (!address.endsWith('OLDER')) return (await ask(address)).text();
			const first = await (await ask(address.slice(0, -5))).text();
			const [, older] = /href="[^"?]*(\?after=[^"]+)"/.exec(first) ?? [];
			return (await ask(address.replace('OLDER', older?.replaceAll('&amp;', '&') ?? ''))).text();
		},
		async download(address, file) {
			const { body } = await ask(address);
			const output = await open(file, 'w');
			for await (const piece of body ?? []) await output.write(piece);
			await output.close();
		},
		async send(address, body) {
			await (await ask(address, { method: 'POST', body: JSON.stringify(body) })).text();
		}
	};
}

/** As the browser does it. */
async function bring(file: string, desk: Desk): Promise<void> {
	const read = () => createReadStream(file) as AsyncIterable<Uint8Array>;
	const columns = guessColumns((await lookAtMembers(read, 1)).names);
	const survey = await surveyMemberFile(read, columns);
	const items = memberFileItems(read, columns, survey);
	for await (const batch of inBatches(items, { items: 1000, size: 400_000 })) {
		const rows = batch.flatMap(({ row, skipped }) => (skipped ? [] : [row]));
		await desk.send('/desk/bench-copy/members/import/batch', { rows });
	}
}

async function median(work: () => Promise<unknown>): Promise<number> {
	const times: number[] = [];
	for (let n = 0; n < TRIES; n += 1) {
		const began = performance.now();
		await work();
		times.push(performance.now() - began);
	}
	return times.sort((a, b) => a - b)[Math.floor(TRIES / 2)] ?? 0;
}

async function timed(name: string, work: () => Promise<void>): Promise<void> {
	const began = performance.now();
	await work();
	const seconds = (performance.now() - began) / 1000;
	console.log(`${name.padEnd(24)}${seconds.toFixed(1).padStart(8)} s`);
}

async function digest(file: string): Promise<string> {
	const hash = createHash('sha256');
	for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
	return hash.digest('hex');
}

/** Of a process, in MB; undefined where the system does not tell. */
function memoryOf(pid: number, what: 'VmRSS' | 'VmHWM'): number | undefined {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		const [, kilobytes] = new RegExp(`${what}:\\s+(\\d+)`).exec(status) ?? [];
		return kilobytes === undefined ? undefined : Number(kilobytes) / 1000;
	} catch {
		return undefined;
	}
}
