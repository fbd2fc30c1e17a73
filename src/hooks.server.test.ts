import type { RequestEvent } from '@sveltejs/kit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { env } from '$lib/server/env';
import { EnvError } from '$lib/server/env-schema';
import { AppError } from '$lib/server/errors';
import { handleError, init } from './hooks.server';

vi.mock('$app/environment', () => ({ dev: false, building: false, browser: false }));
vi.mock('$lib/server/env', () => ({ env: vi.fn() }));
afterEach(() => void vi.restoreAllMocks());

describe('a failed request', () => {
	const logged: Record<string, unknown>[] = [];
	const write = (line: Record<string, unknown>) => void logged.push(line);
	const event = {
		url: new URL('https://pamphlet.example/desk?secret=canary'),
		params: {},
		request: new Request('https://pamphlet.example/desk'),
		locals: { requestId: 'id', log: { info: write, error: write } }
	} as unknown as RequestEvent;

	it('tells nothing of its cause, and an id to find it by', () => {
		const error = new Error('relation "post_contents" canary');
		const told = handleError({ error, event, status: 500, message: 'Internal Error' });
		expect(told).toMatchObject({ code: 'internal', requestId: 'id' });
		expect(JSON.stringify(told)).not.toContain('canary');
		expect(logged.at(-1)).toMatchObject({ err: error, path: '/desk', status: 500 });
	});

	it('keeps the code of an error we know', () => {
		const error = new AppError('last_owner', 409, { message: 'One owner must stay.' });
		expect(handleError({ error, event, status: 409, message: '' })).toEqual({
			message: 'One owner must stay.',
			code: 'last_owner',
			requestId: 'id'
		});
	});

	it('names what SvelteKit refused', () => {
		const told = handleError({ error: new Error('x'), event, status: 404, message: 'Not Found' });
		expect(told).toMatchObject({ code: 'not_found' });
	});
});

describe('the start', () => {
	it('ends with a message that names the variables', async () => {
		vi.mocked(env).mockImplementation(() => {
			throw new EnvError(['ORIGIN is missing']);
		});
		const exit = vi.spyOn(process, 'exit').mockReturnValue(undefined as never);
		const say = vi.spyOn(console, 'error').mockReturnValue();
		await init();
		expect(say).toHaveBeenCalledWith(expect.stringContaining('ORIGIN is missing'));
		expect(exit).toHaveBeenCalledWith(1);
	});
});
