import { describe, expect, it } from 'vitest';
import { createUploadQueue } from './upload-queue.ts';

/** An upload that ends when it is told to. */
function upload() {
	const { promise, resolve } = Promise.withResolvers<void>();
	return { promise, resolve };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('the queue of uploads', () => {
	it('runs a few at once, and one of each person', async () => {
		const queue = createUploadQueue({ atOnce: 2, ofOnePerson: 2, waiting: 10 });
		const running: string[] = [];
		const ends = ['ann', 'ann', 'ben', 'cy'].map((person) => {
			const { promise, resolve } = upload();
			void queue(person, () => {
				running.push(person);
				return promise;
			});
			return resolve;
		});
		await settle();
		expect(running).toEqual(['ann', 'ben']);
		ends[2]?.();
		await settle();
		expect(running).toEqual(['ann', 'ben', 'cy']);
		ends[0]?.();
		await settle();
		expect(running).toEqual(['ann', 'ben', 'cy', 'ann']);
	});

	it('gives a place back after a failure', async () => {
		const queue = createUploadQueue({ atOnce: 1, ofOnePerson: 1, waiting: 1 });
		const broken = queue('ann', () => Promise.reject(new Error('broken')));
		await expect(broken).rejects.toThrow('broken');
		expect(await queue('ann', async () => 'done')).toBe('done');
	});

	it('refuses too many of one person, and too many that wait', async () => {
		const queue = createUploadQueue({ atOnce: 1, ofOnePerson: 2, waiting: 2 });
		const never = () => upload().promise;
		void queue('ann', never);
		void queue('ann', never);
		await expect(queue('ann', never)).rejects.toMatchObject({ status: 429 });
		void queue('ben', never);
		await expect(queue('cy', never)).rejects.toMatchObject({ status: 503 });
	});
});
