import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Mail, Receipt } from '../_shared/mail.ts';
import { drain, shared } from './drain.ts';
import type { Claimed } from './outbox.ts';

const mailOf = (n: number, changes: Partial<Claimed> = {}): Claimed => ({
	id: `0193b7c1-0000-7000-8000-00000000000${n}`,
	attempt: 1,
	kind: 'already_member',
	to_email: `${n}@example.org`,
	data: { publication_name: 'Fog', slug: 'fog' },
	...changes
});

const sent: Receipt = { outcome: 'sent', id: 'resend-id', waitMs: 0 };

function setUp(waiting: Claimed[], receipts: Receipt[] = [], sendingTakes = 0) {
	const mails: Mail[] = [];
	const settled: [string, string][] = [];
	const pauses: number[] = [];
	let time = 0;
	const run = () =>
		drain({
			siteUrl: 'https://pamphlet.example',
			outbox: {
				take: async () => waiting.shift(),
				settle: async ({ id }, { outcome }) => void settled.push([id, outcome])
			},
			sendMail: async (mail) => {
				mails.push(mail);
				time += sendingTakes;
				return receipts.shift() ?? sent;
			},
			now: () => time,
			sleep: async (ms) => {
				pauses.push(ms);
				time += ms;
			}
		});
	return { run, mails, settled, pauses };
}

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(() => vi.restoreAllMocks());

describe('drain', () => {
	it('sends what is due, each under its own key, and says so', async () => {
		const { run, mails, settled } = setUp([mailOf(1), mailOf(2)]);
		expect(await run()).toBe(true);
		expect(mails.map(({ to, idempotencyKey }) => [to, idempotencyKey])).toEqual([
			['1@example.org', mailOf(1).id],
			['2@example.org', mailOf(2).id]
		]);
		expect(mails[0]).toMatchObject({ fromName: 'Fog', subject: expect.stringContaining('Fog') });
		expect(settled).toEqual([
			[mailOf(1).id, 'sent'],
			[mailOf(2).id, 'sent']
		]);
	});

	it('waits as long as it is told', async () => {
		const limited = { outcome: 'refused', error: 'rate_limit_exceeded', waitMs: 3000 } as const;
		const { run, pauses, settled } = setUp([mailOf(1), mailOf(2), mailOf(3)], [sent, limited]);
		expect(await run()).toBe(true);
		expect(pauses).toEqual([3000]);
		expect(settled.map(([, outcome]) => outcome)).toEqual(['sent', 'refused', 'sent']);
	});

	it('stops where the wait is longer than it lives', async () => {
		const full = { outcome: 'refused', error: 'daily_quota_exceeded', waitMs: 3_600_000 } as const;
		const { run, mails } = setUp([mailOf(1), mailOf(2)], [full]);
		expect(await run()).toBe(false);
		expect(mails).toHaveLength(1);
	});

	it('stops when its time is up', async () => {
		const waiting = Array.from({ length: 9 }, (_, n) => mailOf(n));
		const { run, mails } = setUp(waiting, [], 20_000);
		expect(await run()).toBe(false);
		expect(mails).toHaveLength(3);
	});

	it.each(['refused', 'in_doubt', 'failed', 'unknown'] as const)(
		'goes on after a mail that is %s',
		async (outcome) => {
			const { run, settled } = setUp(
				[mailOf(1), mailOf(2)],
				[{ outcome, error: 'application_error: no', waitMs: 0 }]
			);
			await run();
			expect(settled.map(([, settledAs]) => settledAs)).toEqual([outcome, 'sent']);
		}
	);

	it.each([
		['an unknown kind', { kind: 'postcard' }],
		['data that do not fit', { data: { slug: '../evil' } }]
	])('fails a mail of %s without sending anything', async (_, change) => {
		const { run, mails, settled } = setUp([mailOf(1, change), mailOf(2)]);
		await run();
		expect(mails).toHaveLength(1);
		expect(settled.map(([, outcome]) => outcome)).toEqual(['failed', 'sent']);
	});
});

describe('shared', () => {
	it('lets callers wait for one run that began after they called', async () => {
		const runs: (() => void)[] = [];
		let begun = 0;
		const call = shared(async () => {
			const number = ++begun;
			await new Promise<void>((resolve) => runs.push(resolve));
			return number;
		});
		const first = call();
		const others = [call(), call()];
		runs.shift()?.();
		await vi.waitFor(() => expect(runs).toHaveLength(1));
		runs.shift()?.();
		expect(await Promise.all([first, ...others])).toEqual([2, 2, 2]);
		const later = call();
		runs.shift()?.();
		expect(await later).toBe(3);
	});

	it('works again after a failure', async () => {
		let fails = true;
		const call = shared(async () => {
			if (fails) throw new Error('database');
			return 'done';
		});
		await expect(call()).rejects.toThrow('database');
		fails = false;
		expect(await call()).toBe('done');
	});
});
