import type postgres from 'postgres';
import { describe, expect, it } from 'vitest';
import { sql, stack } from '../support/clients.ts';
import { outcome, undone } from '../support/transactions.ts';

const named = (network: string, token: string = stack.serverToken) => ({
	'x-pamphlet-server-token': token,
	'x-pamphlet-network': network
});

/** Goes on in a transaction as the API does for a request with these headers. */
async function receive(tx: postgres.TransactionSql, headers: Record<string, string> | null) {
	const text = headers ? JSON.stringify(headers) : '';
	await tx`select set_config('request.headers', ${text}, true)`;
}

async function networkOf(tx: postgres.TransactionSql, headers: Record<string, string> | null) {
	await receive(tx, headers);
	const [row] = await tx<{ network: string | null }[]>`
		select private.visitor_network() as network`;
	return row?.network;
}

describe('the network of a visitor', () => {
	it.each([
		['named with the token', named('203.0.113.7'), '203.0.113.7'],
		['of IPv6 named with the token', named('2001:db8:0:1::/64'), '2001:db8:0:1::/64'],
		['named with another token', named('203.0.113.7', 'x'.repeat(64)), null],
		['named with an empty token', named('203.0.113.7', ''), null],
		['named without a token', { 'x-pamphlet-network': '203.0.113.7' }, null],
		['that was not named', { 'x-pamphlet-server-token': stack.serverToken }, null],
		['named as nothing', named(''), null],
		['of a proxy', { 'x-forwarded-for': '203.0.113.7', 'x-real-ip': '203.0.113.7' }, null],
		['without headers', null, null]
	])('%s', async (_, headers, network) => {
		expect(await undone((tx) => networkOf(tx, headers))).toBe(network);
	});
});

describe('a server token', () => {
	const own = `own-${'0123456789abcdef'.repeat(2)}`;

	it('is stored as a hash, works beside others, and ends at once', async () => {
		const seen = await undone(async (tx) => {
			await tx`select private.add_server_token('next', ${own})`;
			const [stored] = await tx<{ text: string }[]>`
				select string_agg(t::text, ' ') as text from private.server_tokens t`;
			const both = [
				await networkOf(tx, named('203.0.113.7', own)),
				await networkOf(tx, named('203.0.113.7'))
			];
			const [{ removed } = {}] = await tx`select private.remove_server_token('next') as removed`;
			const after = await networkOf(tx, named('203.0.113.7', own));
			const [{ again } = {}] = await tx`select private.remove_server_token('next') as again`;
			return { stored: stored?.text, both, removed, after, again };
		});
		expect(seen.stored).not.toContain(own);
		expect(seen).toMatchObject({
			both: ['203.0.113.7', '203.0.113.7'],
			removed: true,
			after: null,
			again: false
		});
	});

	it('is refused when it could be guessed', async () => {
		expect(await outcome(sql`select private.add_server_token('short', ${'x'.repeat(31)})`)).toBe(
			'22023'
		);
	});
});

describe('a limit by network', () => {
	const rate = (tx: postgres.TransactionSql) => tx`
		insert into private.rate_limits (name, tries, seconds)
		values ('knocks', 2, 60), ('knocks_unnamed', 1, 60)`;
	const knock = async (tx: postgres.TransactionSql, headers: Record<string, string>) => {
		await receive(tx, headers);
		const [row] = await tx<{ wait: number }[]>`
			select private.take_network_try('knocks') as wait`;
		return row?.wait === 0;
	};

	it('counts each named network by itself, and all callers without the token together', async () => {
		const went = await undone(async (tx) => {
			await rate(tx);
			const callers = [
				{ 'x-pamphlet-network': '203.0.113.7' },
				named('203.0.113.8', 'a forged token'),
				named('203.0.113.7'),
				named('203.0.113.7'),
				named('203.0.113.7'),
				named('203.0.113.8')
			];
			const answers: boolean[] = [];
			for (const headers of callers) answers.push(await knock(tx, headers));
			return answers;
		});
		expect(went).toEqual([true, false, true, true, false, true]);
	});
});
