import { isRedirect } from '@sveltejs/kit';
import { describe, expect, it, vi } from 'vitest';
import { getMovedPublication, getPublication } from './db/publications';
import { AppError } from './errors';
import { findPublication } from './reading';

vi.mock('$lib/server/env', () => ({ env: () => ({ ORIGIN: 'https://press.example' }) }));
vi.mock('./db/publications', () => ({
	getPublication: vi.fn(async (_: unknown, slug: string) => (slug === 'here' ? { slug } : null)),
	getMovedPublication: vi.fn(async (_: unknown, slug: string) => (slug === 'old' ? 'here' : null))
}));

async function ask(address: string) {
	const url = new URL(address, 'https://press.example');
	const publication = decodeURIComponent(/^\/@([^/]+)/.exec(url.pathname)?.[1] ?? '');
	const asked = { locals: { supabase: {} }, params: { publication }, url };
	try {
		return (await findPublication(asked as unknown as Parameters<typeof findPublication>[0])).slug;
	} catch (error) {
		if (isRedirect(error)) return `${error.status} ${error.location}`;
		if (error instanceof AppError) return error.status;
		throw error;
	}
}

describe('the publication of an address', () => {
	it.each([
		['/@here/x', 'here'],
		['/@old', '301 /@here'],
		['/@old/', '301 /@here/'],
		['/@old/rss.xml', '301 /@here/rss.xml'],
		['/@old/tag/%C3%BC?before=1~2&x=%2F', '301 /@here/tag/%C3%BC?before=1~2&x=%2F'],
		['/@HERE/a', '301 /@here/a'],
		['/@Old/a', '301 /@old/a'],
		['/@nobody', 404],
		['/@no%2Fbody%3F/a', 404]
	])('%s: %s', async (address, end) => {
		expect(await ask(address)).toBe(end);
	});

	it('never leads to another site', async () => {
		expect(await ask('/@%2F%2FEVIL.example/..%2F')).toBe('301 /@%2F%2Fevil.example/..%2F');
	});

	it('is asked for once when it is there', async () => {
		vi.mocked(getPublication).mockClear();
		vi.mocked(getMovedPublication).mockClear();
		await ask('/@here');
		expect(getPublication).toHaveBeenCalledTimes(1);
		expect(getMovedPublication).not.toHaveBeenCalled();
	});
});
