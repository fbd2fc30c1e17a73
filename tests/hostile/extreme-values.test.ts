import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureBuild } from '../support/build.ts';
import { addressesOf } from './addresses.ts';
import { callableFunctions, keepRows, writableColumns } from './extremes/catalogue.ts';
import { argumentPlaces, columnPlaces, type Outcome, type Place } from './extremes/places.ts';
import { roles, setScene, type Role, type Scene } from './scene.ts';
import { pooled, size } from './support.ts';

/**
 * Writes extreme values to every column that anybody may write, and calls every function with them, through
 * the REST port. Each value is either refused or accepted. After the accepted ones, every page must still
 * answer. A `HOSTILE_SIZE` above 1 tries every value, as every role, and asks for all pages as every role.
 */

const isFull = size > 1;
const timeout = isFull ? 3_600_000 : 600_000;

let scene: Scene;
let bringBack: () => Promise<void>;
beforeAll(async () => {
	await ensureBuild(() => {});
	scene = await setScene();
	await addRows();
	bringBack = await keepRows(scene.sql);
}, 240_000);
afterAll(() => scene.stop());

/** Of each kind of row that the demo does not have, one. */
async function addRows(): Promise<void> {
	const { sql, publication } = scene;
	await sql`
		insert into member_labels (publication_id, member_id, label)
		select publication_id, id, 'Friend' from members where publication_id = ${publication} order by id limit 4`;
	await sql`insert into imports ${sql({ publication_id: publication, source: 'ghost', total: 2 })}`;
	await sql`insert into media ${sql({ publication_id: publication, filename: 'map.png', mime: 'image/png', bytes: 9, width: 3, height: 3 })}`;
	await sql`
		insert into staff_invitations (publication_id, email, role, token_hash, invited_by)
		select publication_id, 'guest@example.test', 'author', repeat('a', 64), user_id
		from publication_staff where publication_id = ${publication} and role = 'owner'`;
}

interface Written {
	place: Place;
	role: Role;
	value: string;
}

const nameOf = ({ place, role, value }: Written) =>
	`${place.name} = ${value.length > 80 ? `${value.slice(0, 80)}… (${value.length})` : value} as ${role}`;

/** Every page with who asks for it. In a small run, one half is asked by a visitor and the other by the owner. */
async function readersOf(round: number): Promise<{ address: string; role: Role }[]> {
	const addresses = await addressesOf(scene, isFull ? 8 : 4);
	return addresses.flatMap((address, n) => {
		// The desk sends a visitor away before it reads any row.
		const usual: Role = address.startsWith('/desk/') || (n + round) % 2 ? 'owner' : 'nobody';
		return (isFull ? roles : [usual]).map((role) => ({ address, role }));
	});
}

/** Addresses that answer with an error of the server, or not at all. */
async function brokenPages(round: number): Promise<{ asked: number; broken: string[] }> {
	const asked = await readersOf(round);
	const answers = await pooled(asked, async ({ address, role }) => {
		const { status } = await scene.get(role, address).catch(() => ({ status: 0 }));
		return { status, what: `${status} ${address} as ${role}` };
	});
	expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(45);
	const broken = answers.filter(({ status }) => status === 0 || status >= 500);
	return { asked: asked.length, broken: broken.map(({ what }) => what) };
}

/** Which of these values break a page, each by itself or, where it takes several, together. */
async function culprits(written: Written[], round: number): Promise<string[]> {
	await bringBack();
	for (const { place, role, value } of written) await place.write(role, value);
	const { broken } = await brokenPages(round);
	if (broken.length === 0) return [];
	if (written.length > 1) {
		const half = written.length >> 1;
		const found = [
			...(await culprits(written.slice(0, half), round)),
			...(await culprits(written.slice(half), round))
		];
		if (found.length > 0) return found;
	}
	return [`${written.map(nameOf).join(' with ')}: ${broken.join(', ')}`];
}

interface Counts {
	sent: number;
	taken: number;
	/** How often all pages were asked for, and how many they are. */
	rounds: number;
	pages: number;
}

/** Those who try a value: the one who gets furthest, and one of the others in turn. */
function triersOf({ writer }: Place, turn: number): Role[] {
	const others = isFull ? roles : [roles[turn % roles.length] as Role];
	return [...others.filter((role) => role !== writer), writer];
}

/** The first values, which tell most, and some of the others: not the same at each place. */
function someOf(values: string[], n: number): string[] {
	const every = Math.ceil(values.length / 3);
	return values.filter((_, turn) => turn < 2 || (turn + n) % every === 0);
}

/**
 * Writes value after value to each place until one is taken, looks at all pages, puts the rows back and
 * goes on, until there is no value left.
 */
async function attack(places: Place[]): Promise<Counts> {
	const counts: Counts = { sent: 0, taken: 0, rounds: 0, pages: 0 };
	const failures: string[] = [];
	const note = (written: Written, { status, text }: Outcome) => {
		if (status === 0 || status >= 500) failures.push(`${nameOf(written)}: ${status} ${text}`);
	};
	const rests = places.map((place, n) => ({
		...{ place, n },
		values: (isFull ? place.values : someOf(place.values, n)).entries()
	}));
	for (;;) {
		const written = await pooled(rests, async ({ place, n, values }): Promise<Written[]> => {
			for (const [turn, value] of values) {
				for (const role of triersOf(place, n + turn)) {
					const outcome = await place.write(role, value);
					counts.sent += 1;
					note({ place, role, value }, outcome);
					if (!outcome.taken) continue;
					counts.taken += 1;
					if (!place.reads) return [{ place, role, value }];
				}
			}
			return [];
		});
		const left = written.flat();
		if (left.length === 0) break;
		const { asked, broken } = await brokenPages(counts.rounds);

		counts.pages = asked;
		if (broken.length > 0) failures.push(...(await culprits(left, counts.rounds)));
		counts.rounds += 1;
		await bringBack();
	}
	expect(failures).toEqual([]);
	return counts;
}

it(
	'every column takes or refuses every value, and no page breaks',
	async () => {
		const columns = await writableColumns(scene.sql);
		expect(columns.length).toBeGreaterThan(90);
		const places = await columnPlaces(scene, columns);
		const counts = await attack(places);
		expect(counts.taken).toBeGreaterThan(120);
		say('columns', places, counts);
	},
	timeout
);

it(
	'every function takes or refuses every argument, and no page breaks',
	async () => {
		const functions = await callableFunctions(scene.sql);
		expect(functions.length).toBeGreaterThan(40);
		const { places, working } = await argumentPlaces(scene, functions, bringBack);
		expect(working).toBeGreaterThan(40);
		const counts = await attack(places);
		expect(counts.taken).toBeGreaterThan(150);
		say(
			`arguments of ${functions.length} functions (${working} do what they are for)`,
			places,
			counts
		);
	},
	timeout
);

function say(what: string, { length }: Place[], counts: Counts): void {
	const { sent, taken, pages, rounds } = counts;
	console.log(
		`Wrote ${sent} values to ${length} ${what}, ${taken} taken; asked for ${pages} pages after each of ${rounds} rounds.`
	);
}
