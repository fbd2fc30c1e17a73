import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { fakeReader, fakeStore, fakeSubscription } from '../_shared/stripe/fake.ts';
import type { Book } from './book.ts';
import { handle, type Deps } from './handler.ts';
import { progressSchema, reportSchema } from './report.ts';

const secretKey = 'sb_secret_of_this_test';
const old = 1_000;

function setUp(due = true, listed = [fakeSubscription()], unlisted: string[] = []) {
	const ended: string[] = [];
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
		unlisted: async () => unlisted,
		end: async (_, id) => void ended.push(id)
	};
	const event = { type: 'invoice.paid', created: old, livemode: false };
	const events = [
		{ ...event, id: 'evt_1', data: { object: { id: 'in_9' } } },
		{ ...event, id: 'evt_young', created: clock / 1000, data: { object: { id: 'in_9' } } },
		{ ...event, id: 'evt_other', type: 'product.created', data: { object: { id: 'prod_1' } } }
	];
	const type = 'invalid_request_error';
	const gone = () =>
		new Stripe.errors.StripeInvalidRequestError({ type, code: 'resource_missing', message: '' });
	const reader = fakeReader({ subscriptions: listed }, () =>
		unlisted.length > 0 ? gone() : new Error('missing')
	);
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
	return { post, pass, states, compared, applied, ended };
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

	it.each([
		{ missing: 3, ended: 3 },
		{ missing: 4, ended: 0 }
	])('ends $ended of $missing that Stripe has not: many mean a wrong key', async (each) => {
		const ids = Array.from({ length: each.missing }, (_, n) => `sub_gone_${n}`);
		const { post, ended } = setUp(true, [fakeSubscription()], ids);
		const { report } = await post('');
		expect(ended).toHaveLength(each.ended);
		const failed = ids.map((id) => ({ id, reason: 'too_many_gone' }));
		expect(report).toMatchObject({ subscriptions: { gone: ids } });
		const told = JSON.stringify(report);
		expect(failed.every((one) => told.includes(JSON.stringify(one)))).toBe(each.ended === 0);
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
