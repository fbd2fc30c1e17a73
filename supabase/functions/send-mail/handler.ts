import { functionBodies } from '../../../src/lib/limits.ts';
import { answerPost, Refusal } from '../_shared/answers.ts';
import { readText } from '../_shared/read-body.ts';
import { authHook, refuse, type HookDeps } from './auth-hook.ts';
import { drain, shared, type DrainDeps } from './drain.ts';

export interface Deps {
	siteUrl: string;
	drain: Omit<DrainDeps, 'siteUrl'>;
	hook: Omit<HookDeps, 'siteUrl'>;
}

/**
 * Sends mail. Two callers:
 *
 * - whoever wakes it, with nothing in the request: sends what is due in the outbox and answers 200
 *   `{drained}`. It does only what is due anyway, so anybody may call.
 * - Auth, with a mail to sign in by; its signature is asked for, see `auth-hook.ts`.
 */
export function handle({ siteUrl, ...deps }: Deps) {
	const answerHook = authHook({ siteUrl, ...deps.hook });
	const drainOnce = shared(() => drain({ siteUrl, ...deps.drain }));
	return async (request: Request): Promise<Response> => {
		const { method, headers } = request;
		let body = '';
		try {
			if (method === 'POST') body = await readText(request, functionBodies.authHook);
		} catch (error) {
			if (error instanceof Refusal) return refuse(error.status, error.message);
			throw error;
		}
		// pg_net cannot send less than an empty object.
		const isCall = !headers.has('webhook-id') && ['', '{}'].includes(body);
		if (method === 'POST' && !isCall) return answerHook(body, headers);
		return answerPost(request, siteUrl, async () => ({
			status: 200,
			body: { drained: await drainOnce() }
		}));
	};
}
