/* eslint-disable svelte/prefer-svelte-reactivity -- a moment is replaced by another, and never changed */
import { formatDate } from '$lib/domain/dates';
import { readMoment } from '$lib/domain/moments';
import { offsetAt, offsetWords, resolveWallTime, wallTimeOf } from '$lib/domain/zoned-time';
import type { EditedPost } from '$lib/server/db/post-editing';

const HOUR = 3_600_000;

/** What is chosen in the dialog of publishing, and what it comes to. */
export class PublishChoice {
	when = $state<'now' | 'kept' | 'at'>('now');
	date = $state('');
	time = $state('');
	turn = $state<'first' | 'second'>('first');

	/** The date it had when it was published before; null for a first time. */
	readonly former: Date | null;
	readonly timeZone: string;
	readonly #isOut: boolean;

	constructor(post: Pick<EditedPost, 'state' | 'publishedAt'>, timeZone: string) {
		this.timeZone = timeZone;
		const date = readMoment(post.publishedAt);
		this.#isOut = post.state === 'published';
		this.former = post.state === 'draft' && date !== null && date <= new Date() ? date : null;
		const suggested = date && post.state !== 'draft' ? date : new Date(Date.now() + 24 * HOUR);
		const wall = wallTimeOf(suggested, timeZone);
		this.date = wall.slice(0, 10);
		this.time = post.state === 'draft' ? '09:00' : wall.slice(11);
		if (this.former) this.when = 'kept';
		else if (post.state !== 'draft') this.when = 'at';
	}

	resolved = $derived.by(() => resolveWallTime(`${this.date}T${this.time}`, this.timeZone));

	/** When readers see it; null while that cannot be said. */
	moment = $derived.by((): Date | null => {
		if (this.when === 'now') return new Date();
		if (this.when === 'kept') return this.former;
		if (!this.resolved) return null;
		if (this.resolved.kind !== 'doubled') return this.resolved.moment;
		return this.turn === 'second' ? this.resolved.second : this.resolved.first;
	});

	isToCome = $derived.by(() => this.moment !== null && this.moment > new Date());

	verb = $derived.by(() => {
		if (this.isToCome) return 'Schedule';
		return this.#isOut ? 'Change the date' : 'Publish';
	});

	facts = $derived.by(() => {
		const { moment } = this;
		if (moment === null) return [];
		const facts = [{ term: 'When', value: this.when === 'now' ? 'Now' : this.words(moment) }];
		const own = new Intl.DateTimeFormat().resolvedOptions().timeZone;
		if (this.when === 'at' && offsetAt(moment, own) !== offsetAt(moment, this.timeZone)) {
			const value = formatDate(moment, { language: 'en-GB', timeZone: own }, 'moment');
			facts.push({ term: 'On your clock', value });
		}
		if (this.#isOut && this.isToCome) {
			facts.push({ term: 'Until then', value: 'Readers do not see it' });
		}
		return facts;
	});

	/** A moment on the publication's clock. */
	words(moment: Date): string {
		const locale = { language: 'en-GB', timeZone: this.timeZone };
		return `${formatDate(moment, locale, 'moment')} (${offsetWords(offsetAt(moment, this.timeZone))})`;
	}
}
