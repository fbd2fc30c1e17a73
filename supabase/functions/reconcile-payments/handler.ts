import { z } from 'zod';
import { functionBodies } from '../../../src/lib/limits.ts';
import { answerPost, Refusal } from '../_shared/answers.ts';
import { parseJson, readText } from '../_shared/read-body.ts';
import { stripeRefusalOf } from '../_shared/stripe/failures.ts';
import type { Run } from './book.ts';
import { reconcile, type Reconciling } from './reconcile.ts';
import { progressSchema, reportSchema } from './report.ts';

export interface Deps extends Reconciling {
	/** Supabase's secret key: who has it may ask for more than a wake-up. */
	secretKey: string;
}

const bodySchema = z.strictObject({
	/** Say what differs, and change nothing. */
	dry_run: z.boolean().default(false),
	/** Do not wait for the hour. */
	now: z.boolean().default(false)
});

/** Well below the 150 seconds a function has, and the 3 minutes a run is ours. */
const TIME_MS = 60_000;
const DAY_S = 86_400;

/**
 * Compares what stands here with Stripe and puts it right. Called with nothing in the request, by
 * whoever: it then does what is due and tells nobody what. With the secret key, in `Authorization` or
 * `apikey`, it takes `{"dry_run": true}` or `{"now": true}` and answers with the report.
 *
 * Answers 200 `{state, report}`, the state `not_due`, `set_aside` (it goes on when it is woken again)
 * or `finished`. Refuses with `bad_request`, 401 `unauthorised`, and 502 `stripe_failed`.
 */
export function handle(deps: Deps) {
	return (request: Request): Promise<Response> =>
		answerPost(request, null, async () => {
			const trusted = hasKey(request, deps.secretKey);
			const { dry_run, now } = await readBody(request);
			if ((dry_run || now) && !trusted) {
				throw new Refusal(401, 'unauthorised', 'That takes the secret key.');
			}
			try {
				const { state, report } = await work(deps, dry_run, now);
				return { status: 200, body: trusted ? { state, report } : { state } };
			} catch (error) {
				throw stripeRefusalOf(error);
			}
		});
}

async function work(deps: Deps, dryRun: boolean, now: boolean) {
	const until = deps.now() + TIME_MS;
	const run = dryRun ? dryRunFrom(deps.now()) : await deps.book.begin(now);
	if (!run) return { state: 'not_due' };
	const through = await reconcile(deps, run, dryRun, until);
	if (!dryRun) {
		await deps.book.keep(run.id, run.progress, run.report, through ? 'finished' : 'set aside');
	}
	return { state: through ? 'finished' : 'set_aside', report: run.report };
}

/** A dry run is nobody's but the caller's: it is not kept, and does not go on later. */
function dryRunFrom(now: number): Run {
	return {
		id: '',
		whole: true,
		since: Math.floor(now / 1000) - 4 * DAY_S,
		progress: progressSchema.parse({}),
		report: reportSchema.parse({})
	};
}

async function readBody(request: Request): Promise<z.infer<typeof bodySchema>> {
	const text = await readText(request, functionBodies.reconciliation);
	try {
		return bodySchema.parse(text.trim() ? parseJson(text) : {});
	} catch {
		throw new Refusal(400, 'bad_request', 'The body is empty, or JSON with dry_run or now.');
	}
}

function hasKey({ headers }: Request, secretKey: string): boolean {
	const given = [headers.get('authorization')?.replace(/^Bearer\s+/i, ''), headers.get('apikey')];
	return given.some((key) => key && areSame(key, secretKey));
}

/** Takes as long for a key that is nearly right as for one that is not. */
function areSame(given: string, secret: string): boolean {
	let differing = given.length ^ secret.length;
	for (let n = 0; n < secret.length; n++) {
		differing |= given.charCodeAt(n % given.length) ^ secret.charCodeAt(n);
	}
	return differing === 0;
}
