import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { unguarded } from '../../../tests/support/guard-walk.ts';
import { allowAnonymous, requireUser } from './guards.ts';

const viewer = { id: '1', email: 'ruth@amberley.example', sessionId: '2' };

function event(method: string, locals: Partial<App.Locals>) {
	return {
		request: new Request('https://pamphlet.example/desk/tide?tab=drafts', { method }),
		url: new URL('https://pamphlet.example/desk/tide?tab=drafts'),
		locals: { viewer: null, sessionUnverified: false, ...locals } as App.Locals
	};
}

describe('requireUser', () => {
	it('gives who is signed in', () => {
		expect(requireUser(event('POST', { viewer }))).toBe(viewer);
	});

	it('sends a reader to sign in, and back', () => {
		expect(() => requireUser(event('GET', {}))).toThrow(
			expect.objectContaining({
				status: 303,
				location: '/sign-in?next=%2Fdesk%2Ftide%3Ftab%3Ddrafts'
			})
		);
	});

	it('refuses what is sent without a session', () => {
		expect(() => requireUser(event('POST', {}))).toThrow(
			expect.objectContaining({ status: 401, code: 'unauthorised' })
		);
	});

	it('does not call somebody a stranger because Auth is away', () => {
		expect(() => requireUser(event('GET', { sessionUnverified: true }))).toThrow(
			expect.objectContaining({ status: 503 })
		);
	});
});

describe('allowAnonymous', () => {
	it('lets everybody pass', () => {
		expect(allowAnonymous(event('POST', {}))).toBeNull();
	});
});

describe('every action, endpoint and load of the staff', () => {
	const routes = fileURLToPath(new URL('../../routes/', import.meta.url));
	const files = globSync('**/+{page,layout,page.server,layout.server,server}.ts', { cwd: routes });

	it('is there to be read', () => {
		expect(files).toContain('(auth)/sign-in/+page.server.ts');
	});

	it.each(files)('%s begins with a guard', (file) => {
		expect(unguarded(file, readFileSync(`${routes}${file}`, 'utf8'))).toEqual([]);
	});
});

describe('the reading of guards', () => {
	const page = 'desk/+page.server.ts';

	it.each([
		['export const load = async (event) => { const viewer = requireUser(event); return {}; }', []],
		['export async function load(event) { const { role } = await requireStaff(event); }', []],
		['export const actions = { default: async (event) => { allowAnonymous(event); } }', []],
		['export const actions = { a(event) { requireUser(event); } } satisfies Actions', []],
		['export const load = async (event) => { work(); requireUser(event); }', ['load']],
		['export const load = async () => { return {}; }', ['load']],
		['export const load = async ({ locals }) => { requireUser(locals); }', ['load']],
		[
			'export const actions = { a: async (event) => { if (x) requireUser(event); } }',
			['actions.a']
		],
		['export const actions = { a: handler }', ['actions.a']],
		['export const actions = { ...others }', ['actions.…']],
		['export const actions = make()', ['actions']],
		['const actions = {}; export { actions }', ['actions']],
		['export { load } from "./elsewhere"', ['load']],
		['export * from "./elsewhere"', ['*']],
		['export const csr = false', []]
	])('%s', (source, expected) => {
		expect(unguarded(page, source)).toEqual(expected);
	});

	it('asks every method of an endpoint, and its fallback', () => {
		const source =
			'export const GET = async (event) => { allowAnonymous(event); }; export function POST(event) { go(); } export const fallback = () => new Response();';
		expect(unguarded('media/+server.ts', source)).toEqual(['POST', 'fallback']);
	});

	it('leaves the loads of open pages alone', () => {
		const source = 'export const load = async () => ({})';
		expect(unguarded('(site)/+page.server.ts', source)).toEqual([]);
		expect(unguarded('(desk)/desk/+layout.server.ts', source)).toEqual(['load']);
		expect(unguarded('account/+page.ts', source)).toEqual(['load']);
	});
});
