import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SaveQueue, type Draft, type SaveAnswer, type Text } from './save-queue.svelte.ts';

const at = '2026-11-20T14:02:00Z';
const text = (doc: string): Text => ({ title: 'Fog', subtitle: '', doc });

/** An editor whose text is `doc`, and a server that answers when the test lets it. */
function setUp({ automatic = true } = {}) {
	let doc = 'one';
	const kept: (Draft | null)[] = [];
	const sent: { doc: unknown; revision: number; answer: (answer: SaveAnswer) => void }[] = [];
	const queue = new SaveQueue({
		revision: 3,
		savedAt: at,
		automatic: () => automatic,
		read: () => text(doc),
		send: (what, revision) =>
			new Promise((answer) => sent.push({ doc: what.doc, revision, answer })),
		same: (a, b) => a.doc === b.doc,
		keep: (draft) => kept.push(draft)
	});
	const type = (more: string) => {
		doc = more;
		queue.changed();
	};
	const answer = async (reply: SaveAnswer) => {
		sent.at(-1)?.answer(reply);
		await vi.advanceTimersByTimeAsync(0);
	};
	const theirs = (what: string, revision: number) => ({
		...text(what),
		...{ revision, savedAt: at, savedBy: { id: 'anselm', name: 'Anselm Crake' } }
	});
	return { queue, type, sent, kept, answer, theirs };
}

const saved = (revision: number): SaveAnswer => ({ kind: 'saved', revision, savedAt: at });
const failed = (final = false): SaveAnswer => ({ kind: 'failed', reason: 'no network', final });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('by itself', () => {
	it('saves after a pause, on top of the revision it was opened with', async () => {
		const { queue, type, sent, answer, kept } = setUp();
		type('two');
		expect(queue.state).toBe('unsaved');
		vi.advanceTimersByTime(1_000);
		type('three');
		vi.advanceTimersByTime(1_000);
		expect(sent).toHaveLength(0);
		vi.advanceTimersByTime(500);
		expect(queue.state).toBe('saving');
		await answer(saved(4));
		expect(sent).toMatchObject([{ doc: 'three', revision: 3 }]);
		expect([queue.state, queue.savedAt]).toEqual(['saved', at]);
		expect(kept.at(-1)).toBeNull();
	});

	it('does not wait for ever for somebody who never pauses', () => {
		const { type, sent } = setUp();
		for (let n = 0; n < 16; n += 1) {
			type(`word ${n}`);
			vi.advanceTimersByTime(1_000);
		}
		expect(sent).toHaveLength(1);
	});

	it('keeps its hands off where it was told so', async () => {
		const { queue, type, sent, answer, kept } = setUp({ automatic: false });
		type('two');
		vi.advanceTimersByTime(60_000);
		expect([sent.length, queue.state]).toEqual([0, 'unsaved']);
		expect(kept.at(-1)).toEqual({ ...text('two'), revision: 3 });
		const done = queue.flush();
		await answer(saved(4));
		expect(await done).toBe(true);
	});

	it('tries again after a failure that may pass', async () => {
		const { queue, type, sent, answer, kept } = setUp();
		type('two');
		vi.advanceTimersByTime(1_500);
		await answer(failed());
		expect([queue.state, queue.reason]).toEqual(['failed', 'no network']);
		expect(kept.at(-1)).toEqual({ ...text('two'), revision: 3 });
		vi.advanceTimersByTime(5_000);
		await answer(saved(4));
		expect(sent.map(({ doc, revision }) => [doc, revision])).toEqual([
			['two', 3],
			['two', 3]
		]);
		expect(queue.state).toBe('saved');
	});

	it('gives up where trying again would not help', async () => {
		const { queue, type, sent, answer } = setUp();
		type('two');
		vi.advanceTimersByTime(1_500);
		await answer(failed(true));
		vi.advanceTimersByTime(60_000);
		expect([queue.state, sent.length]).toEqual(['failed', 1]);
	});
});

describe('one after the other', () => {
	it('a slow save of one’s own is no conflict', async () => {
		const { queue, type, sent, answer } = setUp();
		type('two');
		vi.advanceTimersByTime(1_500);
		type('three');
		vi.advanceTimersByTime(10_000);
		expect(sent).toHaveLength(1);
		await answer(saved(4));
		expect(queue.state).toBe('unsaved');
		vi.advanceTimersByTime(1_500);
		await answer(saved(5));
		expect(sent.map(({ doc, revision }) => [doc, revision])).toEqual([
			['two', 3],
			['three', 4]
		]);
		expect(queue.state).toBe('saved');
	});

	it('flush waits until nothing is left', async () => {
		const { queue, type, sent, answer } = setUp();
		type('two');
		const done = queue.flush();
		type('three');
		await answer(saved(4));
		await answer(saved(5));
		expect(await done).toBe(true);
		expect(sent).toHaveLength(2);
	});

	it('flush of a saved text sends nothing', async () => {
		const { queue, sent } = setUp();
		expect(await queue.flush()).toBe(true);
		expect(sent).toHaveLength(0);
	});
});

describe('when somebody else saved first', () => {
	it('keeps both texts and saves no more', async () => {
		const { queue, type, sent, answer, theirs, kept } = setUp();
		type('mine');
		const done = queue.flush();
		await answer({ kind: 'stale', theirs: theirs('theirs', 4) });
		expect(await done).toBe(false);
		expect([queue.state, queue.theirs?.doc]).toEqual(['conflict', 'theirs']);
		expect(kept.at(-1)?.doc).toBe('mine');
		type('mine, longer');
		vi.advanceTimersByTime(60_000);
		expect(await queue.flush()).toBe(false);
		expect(sent).toHaveLength(1);
	});

	it('goes on from theirs when it was taken', async () => {
		const { queue, type, sent, answer, theirs } = setUp();
		type('mine');
		vi.advanceTimersByTime(1_500);
		await answer({ kind: 'stale', theirs: theirs('theirs', 7) });
		queue.takeTheirs();
		expect([queue.state, queue.theirs]).toEqual(['saved', null]);
		type('theirs, and more');
		vi.advanceTimersByTime(1_500);
		expect(sent.at(-1)).toMatchObject({ doc: 'theirs, and more', revision: 7 });
	});
});

describe('when an answer got lost', () => {
	it('knows its own text again', async () => {
		const { queue, type, answer, theirs } = setUp();
		type('two');
		vi.advanceTimersByTime(1_500);
		await answer(failed());
		vi.advanceTimersByTime(5_000);
		await answer({ kind: 'stale', theirs: theirs('two', 4) });
		expect([queue.state, queue.theirs]).toEqual(['saved', null]);
	});

	it('puts what was typed since on top of it', async () => {
		const { queue, type, sent, answer, theirs } = setUp();
		type('two');
		vi.advanceTimersByTime(1_500);
		await answer(failed());
		type('three');
		vi.advanceTimersByTime(5_000);
		await answer({ kind: 'stale', theirs: theirs('two', 4) });
		expect(sent.at(-1)).toMatchObject({ doc: 'three', revision: 4 });
		await answer(saved(5));
		expect(queue.state).toBe('saved');
	});

	it('does not take somebody else’s text for its own', async () => {
		const { queue, type, answer, theirs } = setUp();
		type('two');
		vi.advanceTimersByTime(1_500);
		await answer(failed());
		vi.advanceTimersByTime(5_000);
		await answer({ kind: 'stale', theirs: theirs('another', 4) });
		expect(queue.state).toBe('conflict');
	});
});
