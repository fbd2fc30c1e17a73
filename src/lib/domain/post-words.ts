import { formatDate } from './dates.ts';

/** Who can read a post. */
export type Visibility = 'public' | 'members' | 'paid' | 'tiers';

/** Who can read what is below a paywall mark, in the middle of a sentence. */
export const readers: Readonly<Record<Visibility, string>> = {
	public: 'everyone',
	members: 'members',
	paid: 'paying members',
	tiers: 'chosen tiers'
};

/**
 * Who can read a post, in the words of the desk.
 * @param hasTeaser it has a paywall mark
 */
export function accessWords(visibility: Visibility, hasTeaser: boolean): string {
	if (visibility === 'public') return hasTeaser ? 'Everyone, despite the paywall mark' : 'Everyone';
	const whom = readers[visibility];
	return hasTeaser ? `Teaser, then ${whom}` : whom.charAt(0).toUpperCase() + whom.slice(1);
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const relative = new Intl.RelativeTimeFormat('en-GB', { numeric: 'always' });

/** How long ago something was, for up to a day; then the date, in the time zone of the publication. */
export function ago(moment: string, timeZone: string, now: Date): string {
	const passed = now.getTime() - new Date(moment).getTime();
	if (passed < MINUTE) return 'just now';
	if (passed < HOUR) return relative.format(-Math.floor(passed / MINUTE), 'minute');
	if (passed < DAY) return relative.format(-Math.floor(passed / HOUR), 'hour');
	return formatDate(moment, { language: 'en-GB', timeZone }, 'short');
}

/** When a post was edited, deleted, goes out or went out, as it stands below its title. */
export function whenWords(
	post: {
		state: 'draft' | 'scheduled' | 'published' | 'deleted';
		publishedAt: string | null;
		updatedAt: string;
	},
	timeZone: string,
	now: Date
): string {
	if (post.state === 'deleted') return `deleted ${ago(post.updatedAt, timeZone, now)}`;
	if (post.state === 'draft' || post.publishedAt === null) {
		return `edited ${ago(post.updatedAt, timeZone, now)}`;
	}
	const locale = { language: 'en-GB', timeZone };
	return post.state === 'scheduled'
		? `goes out ${formatDate(post.publishedAt, locale, 'moment')}`
		: formatDate(post.publishedAt, locale, 'short');
}
