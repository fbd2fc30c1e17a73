/** What an editor holds and a save carries. */
export interface Text {
	title: string;
	subtitle: string;
	doc: unknown;
}

/** The version somebody else saved. */
export interface Theirs extends Text {
	revision: number;
	savedAt: string;
	savedBy: { id: string; name: string } | null;
}

/** A text that is not known to be saved, and the revision it was based on. */
export interface Draft extends Text {
	revision: number;
}

export type SaveAnswer =
	| { kind: 'saved'; revision: number; savedAt: string }
	| { kind: 'stale'; theirs: Theirs }
	/** @property final trying again would not help */
	| { kind: 'failed'; reason: string; final: boolean };

export interface SaveOptions {
	/** The revision the editor was opened with. */
	revision: number;
	savedAt: string;
	/** Saves by itself after a pause; not where every save is in the open at once. */
	automatic: () => boolean;
	read(): Text;
	/** Must answer whatever happens, and not throw. */
	send(text: Text, revision: number): Promise<SaveAnswer>;
	same(a: Text, b: Text): boolean;
	/** Keeps a copy in this browser until the server has the text; null drops it. */
	keep(draft: Draft | null): void;
}

export type SaveState = 'saved' | 'unsaved' | 'saving' | 'failed' | 'conflict';

/** After the last key, milliseconds. */
const PAUSE = 1_500;
/** While somebody types without a pause. */
const LONGEST_WAIT = 15_000;
/** After a failure that may pass. */
const RETRY = 5_000;

/**
 * Saves one after the other, each on top of the last, so that a slow save of one's own never looks
 * like somebody else's. An answer that got lost is recognised by its text when the next save is
 * refused.
 */
export class SaveQueue {
	state = $state<SaveState>('saved');
	savedAt = $state('');
	/** Why the last save failed. */
	reason = $state('');
	theirs = $state.raw<Theirs | null>(null);

	readonly #options: SaveOptions;
	#revision: number;
	#changes = 0;
	#saved = 0;
	#running: Promise<boolean> | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#unsavedSince = 0;
	/** Texts that were sent without an answer: the server may have them. */
	#inDoubt: Text[] = [];

	constructor(options: SaveOptions) {
		this.#options = options;
		this.#revision = options.revision;
		this.savedAt = options.savedAt;
	}

	/** Whether the server is known to have everything. */
	get clean(): boolean {
		return this.state === 'saved';
	}

	/** Call at every change of the text. */
	changed(): void {
		if (this.#changes === this.#saved) this.#unsavedSince = Date.now();
		this.#changes += 1;
		this.#options.keep({ ...this.#options.read(), revision: this.#revision });
		if (this.state === 'saved') this.state = 'unsaved';
		this.#schedule(PAUSE);
	}

	/** Saves now and until nothing is left; false when that cannot be done. */
	async flush(): Promise<boolean> {
		while (this.#changes !== this.#saved || this.#running) {
			if (this.theirs || !(await this.#once())) return false;
		}
		return this.theirs === null;
	}

	/** There is another version than the one this text is based on. */
	conflict(theirs: Theirs): void {
		clearTimeout(this.#timer);
		this.theirs = theirs;
		this.state = 'conflict';
	}

	/** Goes on from their version, which the editor shows from now on. */
	takeTheirs(): void {
		if (!this.theirs) return;
		this.#revision = this.theirs.revision;
		this.savedAt = this.theirs.savedAt;
		this.theirs = null;
		this.#saved = this.#changes;
		this.#inDoubt = [];
		this.#options.keep(null);
		this.state = 'saved';
	}

	stop(): void {
		clearTimeout(this.#timer);
	}

	#schedule(pause: number): void {
		clearTimeout(this.#timer);
		if (!this.#options.automatic() || this.theirs) return;
		const left = this.#unsavedSince + LONGEST_WAIT - Date.now();
		this.#timer = setTimeout(() => void this.#once(), Math.max(0, Math.min(pause, left)));
	}

	#once(): Promise<boolean> {
		clearTimeout(this.#timer);
		this.#running ??= this.#save().finally(() => (this.#running = null));
		return this.#running;
	}

	async #save(): Promise<boolean> {
		const changes = this.#changes;
		const text = this.#options.read();
		this.state = 'saving';
		const answer = await this.#options.send(text, this.#revision);
		if (answer.kind === 'failed') return this.#failed(text, answer);
		if (answer.kind === 'saved') return this.#accepted(changes, answer);
		const { theirs } = answer;
		if (this.#options.same(theirs, text)) return this.#accepted(changes, theirs);
		if (this.#inDoubt.some((sent) => this.#options.same(theirs, sent))) {
			// An earlier save of ours did arrive: what is newer goes on top of it.
			this.#revision = theirs.revision;
			this.#inDoubt = [];
			return this.#save();
		}
		this.conflict(theirs);
		return false;
	}

	#accepted(changes: number, { revision, savedAt }: { revision: number; savedAt: string }): true {
		this.#revision = revision;
		this.#saved = changes;
		this.savedAt = savedAt;
		this.#inDoubt = [];
		if (this.#changes === changes) {
			this.state = 'saved';
			this.#options.keep(null);
		} else {
			this.state = 'unsaved';
			this.#unsavedSince = Date.now();
			this.#options.keep({ ...this.#options.read(), revision });
			this.#schedule(PAUSE);
		}
		return true;
	}

	#failed(text: Text, { reason, final }: { reason: string; final: boolean }): false {
		this.state = 'failed';
		this.reason = reason;
		if (!final) {
			this.#inDoubt.push(text);
			this.#unsavedSince = Date.now();
			this.#schedule(RETRY);
		}
		return false;
	}
}
