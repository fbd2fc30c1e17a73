import { z } from 'zod';
import type { Draft } from './save-queue.svelte';

const draftSchema = z.object({
	title: z.string(),
	subtitle: z.string(),
	doc: z.unknown(),
	revision: z.number().int()
});

/** A large text takes a while to write down; more often than this would be felt while typing. */
const WRITE_PAUSE = 400;

/**
 * The copy of a text that is kept in this window until the server has it: it outlives a reload and a
 * crash of the page, and goes with the window.
 */
export class DraftStore {
	readonly #key: string;
	#waiting: Draft | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(postId: string) {
		this.#key = `pamphlet:draft:${postId}`;
	}

	/** What was kept before, or null. */
	read(): Draft | null {
		try {
			const draft = draftSchema.safeParse(JSON.parse(sessionStorage.getItem(this.#key) ?? 'null'));
			return draft.success ? draft.data : null;
		} catch {
			return null;
		}
	}

	/** Null drops the copy. */
	keep(draft: Draft | null): void {
		this.#waiting = draft;
		clearTimeout(this.#timer);
		if (draft === null) this.#drop();
		else this.#timer = setTimeout(() => this.write(), WRITE_PAUSE);
	}

	/** Writes what is still waiting: call it when the page goes away. */
	write(): void {
		clearTimeout(this.#timer);
		if (this.#waiting === null) return;
		try {
			sessionStorage.setItem(this.#key, JSON.stringify(this.#waiting));
			this.#waiting = null;
		} catch {
			// The window's store is full or closed. The text is still in the editor, and being saved.
		}
	}

	#drop(): void {
		try {
			sessionStorage.removeItem(this.#key);
		} catch {
			// Closed to us, so there is nothing in it either.
		}
	}
}
