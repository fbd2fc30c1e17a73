import { readingPlace } from '$lib/domain/return-paths';
import { allowAnonymous } from '$lib/server/guards';
import type { PageServerLoad } from './$types';

/**
 * Seconds until the page looks again, by how often it has. What was paid is known here as soon as the
 * payment company has told: mostly at once, sometimes within a minute.
 */
const waits = [1, 1, 2, 3, 5, 8, 15, 30];

export const load: PageServerLoad = async (event) => {
	const viewer = allowAnonymous(event);
	const { publication, home, membership } = await event.parent();
	event.setHeaders({ 'cache-control': 'private, no-store' });
	const { searchParams } = event.url;
	const back = readingPlace(searchParams.get('back'), home);
	const looked = Math.min(Number(searchParams.get('looked')) || 0, waits.length);
	const again = new URLSearchParams(searchParams);
	again.set('looked', String(looked + 1));
	const afresh = new URLSearchParams(searchParams);
	afresh.delete('looked');
	const open = membership?.status === 'active' && membership.tiers.length > 0;
	const wait = viewer && !open ? waits[looked] : undefined;
	return {
		back,
		open,
		tierName: membership?.subscription?.opens ? membership.subscription.tierName : null,
		refresh: wait === undefined ? null : `${wait};url=${event.url.pathname}?${again}`,
		lookAgain: `${event.url.pathname}?${afresh}`,
		email: viewer?.email ?? null,
		name: publication.name,
		meta: null
	};
};
