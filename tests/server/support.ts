import { createServerClient } from '@supabase/ssr';
import { inject } from 'vitest';
import { freePorts } from '../../supabase/local/ports.ts';
import { appEnvironment, startApp, type App } from '../support/app.ts';
import { ensureBuild } from '../support/build.ts';
import type { StackHandle } from '../support/stack-handle.ts';

export const stack = inject('stack');

/** The environment of a server of this test, on a port of its own; undefined takes a variable out. */
export async function environment(
	changes: Record<string, string | undefined> = {}
): Promise<Record<string, string>> {
	await ensureBuild(() => {});
	const [port] = await freePorts(1);
	const all = { ...appEnvironment(stack, `http://127.0.0.1:${port}`), ...changes };
	return Object.fromEntries(
		Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined)
	);
}

/** Starts the production server beside the stack of the run. */
export async function serve(changes: Record<string, string> = {}): Promise<App> {
	return startApp(await environment(changes));
}

/** Sends a form as a browser without JavaScript does, and follows nothing. */
export function submit(
	app: App,
	path: string,
	fields: Record<string, string>,
	headers: Record<string, string> = {}
): Promise<Response> {
	return fetch(app.url + path, {
		method: 'POST',
		body: new URLSearchParams(fields),
		headers: { origin: app.url, accept: 'text/html', ...headers },
		redirect: 'manual'
	});
}

/**
 * Signs in with a password and gives the cookies to send from then on. Asks Auth itself: all tests come
 * from one network, and through the form one network has only so many tries.
 */
export async function signIn(
	email: string,
	password: string,
	{ apiUrl }: Pick<StackHandle, 'apiUrl'> = stack
): Promise<string> {
	const set: string[] = [];
	const client = createServerClient(apiUrl, stack.publishableKey, {
		cookieOptions: { name: 'pamphlet-session' },
		cookies: {
			getAll: () => [],
			setAll: (cookies) => {
				set.push(...cookies.map(({ name, value }) => `${name}=${value}`));
			}
		}
	});
	const { error } = await client.auth.signInWithPassword({ email, password });
	if (error) throw error;
	return set.join('; ');
}
