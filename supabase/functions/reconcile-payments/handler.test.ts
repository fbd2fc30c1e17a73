import { describe, expect, it } from 'vitest';
import { fakeReader, fakeStore, fakeSubscription } from '../_shared/stripe/fake.ts';
import type { Book } from './book.ts';
import { handle, type Deps } from './handler.ts';
import { progressSchema, reportSchema } from './report.ts';

const secretKey = 'sb_secret_of_this_test';
const old = 1_000;

function setUp(due = true, listed = [fakeSubscription()]) {
	const { store, applied } = fakeStore();
	const states: string[] = [];
	const compared: boolean[] = [];
	let clock = 2_000_000_000_000;
	const book: Book = {
		begin: async () =>
			due
				? {
						...{ id: 'run', whole: true, since: 0 },
						...{ progress: progressSchema.parse({}), report: reportSchema.parse({}) }
					}
				: null,
		keep: async (_, __, ___, state) => void states.push(state),
		ticket: async () => 7,
		unseen: async (ids) => ids,
		compare: async (_, subscriptions, dryRun) => {
			compared.push(dryRun);
			return subscriptions.map(({ id }) => ({
				...{ id, outcome: 'applied', new: false },
				subscription: { status: ['canceled', 'active'] }
			}));
		},
		unlisted: async () => [],
		end: async () => {}
	};
	const event = { type: 'invoice.paid', created: old, livemode: false };
	const events = [
		{ ...event, id: 'evt_1', data: { object: { id: 'in_9' } } },
		{ ...event, id: 'evt_young', created: clock / 1000, data: { object: { id: 'in_9' } } },
		{ ...event, id: 'evt_other', type: 'product.created', data: { object: { id: 'prod_1' } } }
	];
	const reader = fakeReader({ subscriptions: listed }, () => new Error('missing'));
	const list = (data: unknown[]) => async () => ({ data, has_more: false });
	const stripe = {
		...reader,
		subscriptions: { ...reader.subscriptions, list: list(listed) },
		events: { list: list(events) }
	} as unknown as Deps['stripe'];
	const handler = handle({ stripe, livemode: false, store, book, secretKey, now: () => clock });
	const post = async (body: string, key = secretKey) => {
		const response = await handler(
			new Request('https://api.example/reconcile-payments', {
				method: 'POST',
				headers: { apikey: key },
				body
			})
		);
		const answer = (await response.json()) as { code?: string; state?: string; report?: object };
		return { status: response.status, ...answer };
	};
	const pass = (ms: number) => void (clock += ms);
	return { post, pass, states, compared, applied };
}

describe('reconcile-payments', () => {
	it('makes up for events, and takes in what differs', async () => {
		const { post, states, applied } = setUp();
		const { state, report } = await post('');
		expect(state).toBe('finished');
		expect(report).toMatchObject({
			events: { checked: 1, missed: [] },
			subscriptions: {
				checked: 1,
				differing: [{ id: 'sub_1', new: false, fields: { status: ['canceled', 'active'] } }]
			},
			// Stripe could not be asked about that one; the rest went on.
			failed: [{ id: 'evt_1', reason: 'internal' }]
		});
		expect(applied).toMatchObject([{ event: null, snapshot: { subscription: { id: 'sub_1' } } }]);
		expect(states.at(-1)).toBe('finished');
	});

	it('writes nothing when it is only asked', async () => {
		const { post, states, compared, applied } = setUp();
		const { state, report } = await post('{"dry_run":true}');
		expect(state).toBe('finished');
		expect(report).toMatchObject({
			events: { missed: [{ id: 'evt_1', outcome: 'would be taken in' }] }
		});
		expect(compared).toEqual([true]);
		expect([states, applied]).toEqual([[], []]);
	});

	it('tells its report to whoever has the key', async () => {
		expect(await setUp().post('', 'sb_publishable')).toEqual({ status: 200, state: 'finished' });
		expect((await setUp().post('{"now":true}', 'sb_publishable')).status).toBe(401);
	});

	it('does nothing when nothing is due', async () => {
		const { post, applied } = setUp(false);
		expect((await post('')).state).toBe('not_due');
		expect(applied).toEqual([]);
	});
});
