import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { getPublicationState, type PublicationState } from '$lib/server/db/publication-state';
import { env } from '$lib/server/env';
import type { Env } from '$lib/server/env-schema';
import { revalidation, tagOf } from './revalidation';

vi.mock('$app/environment', () => ({ dev: false, building: false, browser: false, version: 'b1' }));
vi.mock('$lib/server/env', () => ({ env: vi.fn() }));
vi.mock('$lib/server/anonymous', () => ({ nobody: () => ({}) }));
vi.mock('$lib/server/db/publication-state', () => ({ getPublicationState: vi.fn() }));

const state: PublicationState = { version: 7, newest: '2026-11-14T06:40:00+00:00' };
const tag = tagOf(state, 'b1 https://press.example');

interface Ask {
	slug?: string;
	route?: string;
	method?: string;
	cookie?: string;
	match?: string;
	isData?: boolean;
}

// The state is asked for once a second and publication: each test has its own.
let next = 0;

async function ask({ slug = `pub-${next++}`, route, method, cookie, match, isData }: Ask = {}) {
	const resolve = vi.fn(
		async () => new Response('page', { headers: { etag: '"of-the-content"' } })
	);
	const warn = vi.fn();
	const event = {
		params: { publication: slug },
		route: { id: route ?? '/@[publication]/[slug]' },
		isDataRequest: isData ?? false,
		cookies: { getAll: () => (cookie ? [{ name: cookie, value: 'x' }] : []) } as Partial<Cookies>,
		request: new Request('https://press.example/', {
			method: method ?? 'GET',
			headers: match ? { 'if-none-match': match } : {}
		}),
		locals: { log: { warn } }
	} as unknown as RequestEvent;
	const response = await revalidation({ event, resolve });
	return { response, rendered: resolve.mock.calls.length, warned: warn.mock.calls.length };
}

beforeEach(() => {
	vi.mocked(env).mockReturnValue({ ORIGIN: 'https://press.example' } as Env);
	vi.mocked(getPublicationState).mockReset().mockResolvedValue(state);
});

describe('a page that is asked for again', () => {
	it.each(['GET', 'HEAD'])('with %s is not rendered when it is as it was', async (method) => {
		const { response, rendered } = await ask({ method, match: tag });
		expect([response.status, rendered]).toEqual([304, 0]);
		expect(response.headers.get('etag')).toBe(tag);
	});

	it('is rendered when anything changed, and carries the new tag', async () => {
		vi.mocked(getPublicationState).mockResolvedValue({ ...state, version: 8 });
		const { response, rendered } = await ask({ match: tag });
		expect([response.status, rendered]).toEqual([200, 1]);
		expect(response.headers.get('etag')).not.toBe(tag);
		expect(response.headers.get('etag')).toMatch(/^W\/"/);
	});

	it('is the same question for all who ask within a second', async () => {
		const slug = `pub-${next++}`;
		await Promise.all([ask({ slug }), ask({ slug }), ask({ slug, match: tag })]);
		expect(getPublicationState).toHaveBeenCalledTimes(1);
	});
});

describe('no tag of ours', () => {
	const plain = '"of-the-content"';

	it.each<Ask>([
		{ method: 'POST' },
		{ isData: true },
		{ route: '/desk/[publication]' },
		{ route: '/@[publication]/join/confirm/[token]' },
		{ route: '/@[publication]/join/thanks' },
		{ cookie: '__Host-pamphlet-session' }
	])('goes to %j', async (given) => {
		const { response, rendered } = await ask({ ...given, match: tag });
		expect([response.headers.get('etag'), rendered]).toEqual([plain, 1]);
		expect(getPublicationState).not.toHaveBeenCalled();
	});

	it('goes to a publication that is not there', async () => {
		vi.mocked(getPublicationState).mockResolvedValue(null);
		expect((await ask()).response.headers.get('etag')).toBe(plain);
	});

	it('is needed to show a page: without a database, the page says what it has to say', async () => {
		vi.mocked(getPublicationState).mockRejectedValue(new Error('away'));
		const { response, warned } = await ask({ match: tag });
		expect([response.status, warned]).toEqual([200, 1]);
	});
});

describe('the tag', () => {
	it('differs by version, by what time let appear, by build and by site', () => {
		const tags = [
			tag,
			tagOf({ ...state, version: 8 }, 'b1 https://press.example'),
			tagOf({ ...state, newest: null }, 'b1 https://press.example'),
			tagOf({ ...state, newest: '2026-11-14T06:41:00+00:00' }, 'b1 https://press.example'),
			tagOf(state, 'b2 https://press.example'),
			tagOf(state, 'b1 https://other.example')
		];
		expect(new Set(tags).size).toBe(tags.length);
	});
});
