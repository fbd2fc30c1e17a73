import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SaveQueue, type Draft, type SaveAnswer, type Text } from './save-queue.svelte.ts';

/** What can happen to a text and to the line it is saved over. */
type Step =
	| { do: 'type' }
	| { do: 'wait'; ms: number }
	| { do: 'flush' }
	/** The oldest save arrives and is answered, arrives and its answer is lost, or never arrives. */
	| { do: 'answer'; how: 'arrives' | 'answer lost' | 'lost' | 'refused' };

const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 4, arbitrary: fc.constant<Step>({ do: 'type' }) },
	{
		weight: 3,
		arbitrary: fc.integer({ min: 0, max: 20_000 }).map((ms): Step => ({ do: 'wait', ms }))
	},
	{ weight: 1, arbitrary: fc.constant<Step>({ do: 'flush' }) },
	{
		weight: 4,
		arbitrary: fc
			.constantFrom('arrives', 'arrives', 'answer lost', 'lost', 'refused')
			.map((how): Step => ({ do: 'answer', how }) as Step)
	}
);

const at = '2026-11-20T14:02:00Z';

/** A server that keeps one text, and takes a new one only on top of the revision it has. */
class Server {
	text = 'typed 0';
	revision = 1;

	save(text: string, base: number): SaveAnswer {
		if (base !== this.revision) {
			const { text: doc, revision } = this;
			const theirs = { title: '', subtitle: '', doc, revision, savedAt: at, savedBy: null };
			return { kind: 'stale', theirs };
		}
		this.text = text;
		this.revision += 1;
		return { kind: 'saved', revision: this.revision, savedAt: at };
	}
}

class World {
	readonly server = new Server();
	readonly waiting: { text: string; base: number; answer: (answer: SaveAnswer) => void }[] = [];
	typed = 0;
	kept: Draft | null = null;
	most = 0;

	readonly queue = new SaveQueue({
		revision: 1,
		savedAt: at,
		automatic: () => true,
		read: () => this.text(),
		send: (text, base) =>
			new Promise((answer) => {
				this.waiting.push({ text: String(text.doc), base, answer });
				this.most = Math.max(this.most, this.waiting.length);
			}),
		same: (a, b) => a.doc === b.doc,
		keep: (draft) => (this.kept = draft)
	});

	text(): Text {
		return { title: '', subtitle: '', doc: `typed ${this.typed}` };
	}

	async take(step: Step): Promise<void> {
		if (step.do === 'type') {
			this.typed += 1;
			this.queue.changed();
		} else if (step.do === 'flush') void this.queue.flush();
		else if (step.do === 'answer') this.answer(step.how);
		await vi.advanceTimersByTimeAsync(step.do === 'wait' ? step.ms : 0);
	}

	answer(how: string): void {
		const save = this.waiting.shift();
		if (!save) return;
		const failed: SaveAnswer = { kind: 'failed', reason: 'no network', final: how === 'refused' };
		if (how === 'lost' || how === 'refused') return save.answer(failed);
		const answer = this.server.save(save.text, save.base);
		save.answer(how === 'answer lost' ? failed : answer);
	}

	/** Either the server has the last text, or the window says it has not and keeps it. */
	check(): void {
		if (this.queue.clean) {
			expect(this.server.text).toBe(`typed ${this.typed}`);
			expect(this.kept).toBeNull();
		} else expect(this.kept?.doc).toBe(`typed ${this.typed}`);
		expect(this.queue.theirs, 'nobody else writes').toBeNull();
		expect(this.most, 'one save at a time').toBeLessThanOrEqual(1);
	}
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('whatever comes in between, the last text is saved or said not to be', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
			const world = new World();
			for (const step of steps) {
				await world.take(step);
				world.check();
			}
			// The line is good again: everything arrives, and a word more begins it where it had given up.
			await world.take({ do: 'type' });
			for (let n = 0; n < 20 && !world.queue.clean; n += 1) {
				await world.take({ do: 'answer', how: 'arrives' });
				await world.take({ do: 'wait', ms: 6_000 });
			}
			expect(world.queue.clean).toBe(true);
			world.check();
			world.queue.stop();
		}),
		{ numRuns: 300 }
	);
});
