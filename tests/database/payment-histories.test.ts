import fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeActor, type Actor } from '../support/actors.ts';
import { sql, stack } from '../support/clients.ts';
import {
	fresh,
	makeMember,
	makePost,
	makePrice,
	makePublication,
	makeTier
} from '../support/factories.ts';
import { histories, type History, type PriceName, type State } from './payments/histories.ts';

/** How many histories are played. */
const runs = Number(process.env.PAYMENT_HISTORIES ?? 1000);
/** Each has a connection of its own. */
const players = 4;

const day = 86_400;
const now = Math.floor(Date.now() / 1000);
const graceDays = 7;

interface Place {
	customer: string;
	tiers: Record<'a' | 'b', { price: string; post: string }>;
	/** For anybody who pays. */
	post: string;
}

let reader: Actor;
let places: [Place, Place];
const connections = Array.from({ length: players }, () =>
	postgres(stack.databaseUrl, { max: 1, onnotice: () => {} })
);
afterAll(() => Promise.all(connections.map((connection) => connection.end())));

beforeAll(async () => {
	reader = await makeActor('reader');
	places = [await makePlace(), await makePlace()];
	await Promise.all(connections.map((connection) => connection.unsafe(player)));
});

async function makePlace(): Promise<Place> {
	const id = await makePublication();
	const member = await makeMember(id, reader.email);
	const customer = fresh('cus');
	await sql`update publications set grace_days = ${graceDays} where id = ${id}`;
	await sql`
		insert into private.stripe_customers (publication_id, member_id, livemode, customer_id)
		values (${id}, ${member}, false, ${customer})`;
	const makeOffer = async () => {
		const tier = await makeTier(id);
		const price = fresh('price');
		await sql`
			insert into private.stripe_prices (publication_id, tier_price_id, livemode, price_id)
			values (${id}, ${await makePrice(id, tier)}, false, ${price})`;
		return { price, post: await makePost({ publication: id, by: null, state: 'tiers', tier }) };
	};
	const tiers = { a: await makeOffer(), b: await makeOffer() };
	return { customer, tiers, post: await makePost({ publication: id, by: null, state: 'paid' }) };
}

/**
 * Plays a history through the functions that the Edge Functions call, looks what its member may read
 * as that member, and takes all of it back.
 */
const player = `
	create function pg_temp.play(steps jsonb, claims text, posts uuid[]) returns uuid[]
	language plpgsql as $$
	declare
		step jsonb;
		begun jsonb;
		tickets jsonb := '{}';
		open_posts uuid[];
	begin
		begin
			for step in select value from jsonb_array_elements(steps) loop
				if step ->> 'does' = 'begin' then
					begun := private.begin_stripe_event(step ->> 'event', '', false);
					if not (begun ->> 'seen')::boolean then
						tickets := tickets || jsonb_build_object(step ->> 'handler', begun -> 'ticket');
					end if;
				elsif tickets ? (step ->> 'handler') then
					perform private.apply_stripe(
						jsonb_build_object('id', step ->> 'event', 'account', '', 'livemode', false, 'created', 1, 'type', 'customer.subscription.updated'),
						(tickets ->> (step ->> 'handler'))::bigint,
						step -> 'snapshot'
					);
				end if;
			end loop;
			perform set_config('request.jwt.claims', claims, true), set_config('role', 'authenticated', true);
			open_posts := array(select post_id from public.post_contents where post_id = any (posts) order by post_id);
			raise exception using errcode = 'P0UND';
		exception when sqlstate 'P0UND' then
			return open_posts;
		end;
	end $$`;

const priceIds = (place: 0 | 1): Record<PriceName, string> => ({
	a: places[place].tiers.a.price,
	b: places[place].tiers.b.price,
	'of the other publication': places[place === 0 ? 1 : 0].tiers.a.price,
	'of nobody': 'price_of_nobody'
});

function snapshotOf({ lives }: History, life: number, state: number) {
	const { place, isOurs, states } = lives[life] ?? lives[0]!;
	const { status, price, isYoung } = states[state] ?? states[0]!;
	const past = { trial_end: null, cancel_at: null, canceled_at: null, ended_at: null };
	return {
		account: '',
		livemode: false,
		invoice: null,
		subscription: {
			...past,
			id: `sub_${life}`,
			customer: isOurs ? places[place].customer : 'cus_of_nobody',
			status,
			cancel_at_period_end: false,
			unpaid_since: status === 'past_due' ? now - (isYoung ? 1 : graceDays + 1) * day : null,
			started_at: now - 40 * day,
			items: [
				{
					price: priceIds(place)[price],
					interval: 'month',
					interval_count: 1,
					currency: 'gbp',
					amount: 500,
					period_start: now - 10 * day,
					period_end: now + 20 * day
				}
			]
		}
	};
}

/** What Stripe's last word gives, by the rule as people say it. */
function readable({ lives }: History): string[] {
	const opens = ({ status, isYoung }: State) =>
		status === 'active' || status === 'trialing' || (status === 'past_due' && isYoung);
	const posts = lives.flatMap(({ place, isOurs, states }) => {
		const last = states.at(-1);
		if (!last || !isOurs || !opens(last)) return [];
		if (last.price !== 'a' && last.price !== 'b') return [];
		return [places[place].post, places[place].tiers[last.price].post];
	});
	return [...new Set(posts)].sort();
}

async function play(connection: postgres.Sql, history: History): Promise<string[]> {
	const steps = history.steps.map((step) =>
		step.does === 'begin' ? step : { ...step, snapshot: snapshotOf(history, step.life, step.state) }
	);
	const all = places.flatMap(({ post, tiers }) => [post, tiers.a.post, tiers.b.post]);
	const claims = JSON.stringify({ sub: reader.id, role: 'authenticated' });
	const [row] = await connection<{ posts: string[] }[]>`
		select pg_temp.play(${JSON.stringify(steps)}::text::jsonb, ${claims}, ${all}) as posts`;
	return row?.posts ?? [];
}

test(`${runs} histories end in the access that the last state at Stripe gives`, async () => {
	const each = Math.ceil(runs / players);
	await Promise.all(
		connections.map((connection) =>
			fc.assert(
				fc.asyncProperty(histories, async (history) => {
					expect(await play(connection, history)).toEqual(readable(history));
				}),
				{ numRuns: each }
			)
		)
	);
}, 600_000);
