import type { HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import Stripe from 'stripe';
import { runDue } from '../billing/due.ts';
import type { Engine } from '../engine.ts';
import { invalid, StripeProblem } from '../errors.ts';
import type { Fault, Faults } from '../faults.ts';
import { newId } from '../ids.ts';
import { account } from '../objects/account.ts';
import type { Endpoint } from './endpoint.ts';
import { decodeForm } from './form.ts';
import { fingerprintOf, KeysUnderWay, remember, replayOf, type Answer } from './idempotency.ts';

type ApiContext = Context<{ Bindings: HttpBindings }>;

/** The part under /v1: who asks, whether it was asked before, what is to go wrong; then the answer. */
export function apiRoutes(
	engine: Engine,
	faults: Faults,
	secretKey: string,
	endpoints: Endpoint[]
): Hono<{ Bindings: HttpBindings }> {
	const app = new Hono<{ Bindings: HttpBindings }>();
	for (const endpoint of endpoints) {
		app.on(endpoint.method, endpoint.path, (c) => serve(c, endpoint));
	}
	app.all('/v1/*', (c) => serve(c, undefined));
	const underWay = new KeysUnderWay();
	return app;

	async function serve(c: ApiContext, endpoint: Endpoint | undefined): Promise<Response> {
		const requestId = newId('req', 14);
		const key = c.req.method === 'POST' ? c.req.header('idempotency-key') : undefined;
		const body = await c.req.text();
		const fault = faults.next(c.req.method, c.req.path);
		let answer: Sent;
		try {
			checkCaller(c, secretKey);
			// Only what waits here can meet another with its key: all work is done in one go.
			if (fault?.how === 'hold') await underWay.during(key, () => faults.hold());
			underWay.check(key);
			answer = answerTo(c, endpoint, body, { id: requestId, idempotency_key: key ?? null }, fault);
		} catch (error) {
			answer = answerOf(error);
		}
		if (fault?.how === 'cut') c.env.outgoing.destroy();
		return c.body(answer.body, toStatus(answer.status), {
			'content-type': 'application/json',
			'request-id': requestId,
			'stripe-version': Stripe.API_VERSION,
			...(key ? { 'idempotency-key': key } : {}),
			...(answer.replayed ? { 'idempotent-replayed': 'true' } : {})
		});
	}

	function answerTo(
		c: ApiContext,
		endpoint: Endpoint | undefined,
		body: string,
		mark: Stripe.Event.Request,
		fault: Fault | undefined
	): Sent {
		const { method, path } = c.req;
		if (!endpoint) {
			throw invalid(
				`Unrecognized request URL (${method}: ${path}). The local Stripe has what this project calls; see supabase/local/stripe/README.md.`,
				{ status: 404 }
			);
		}
		const key = mark.idempotency_key;
		const fingerprint = fingerprintOf(method, path, body);
		const before = key ? replayOf(engine, key, fingerprint) : undefined;
		if (before) return { ...before, replayed: true };
		if (fault?.how === 'cut' && !fault.effect) return planned(fault);
		const spoilt = fault?.how === 'status' ? planned(fault) : undefined;
		const query = new URL(c.req.url).search.slice(1);
		const given = decodeForm([query, body].filter(Boolean).join('&'));
		const answer =
			spoilt && !fault?.effect ? spoilt : work(endpoint, c.req.param('id') ?? '', given, mark);
		// A 500 is Stripe's own word and stays; other faults happen on the way to it and back.
		if (key) remember(engine, key, fingerprint, spoilt?.status === 500 ? spoilt : answer);
		return spoilt ?? answer;
	}

	function work(
		endpoint: Endpoint,
		id: string,
		given: Record<string, unknown>,
		mark: Stripe.Event.Request
	): Answer {
		runDue(engine, engine.clock.now());
		engine.request = mark;
		try {
			return { status: 200, body: JSON.stringify(endpoint.answer(engine, id, given)) };
		} catch (error) {
			return answerOf(error);
		} finally {
			engine.request = { id: null, idempotency_key: null };
		}
	}
}

type Sent = Answer & { replayed?: boolean };

function planned({ status }: Fault): Answer {
	const type = status >= 500 ? 'api_error' : 'invalid_request_error';
	return answerOf(new StripeProblem(status, { type, message: 'This answer was asked for.' }));
}

function answerOf(error: unknown): Answer {
	if (error instanceof StripeProblem) {
		return { status: error.status, body: JSON.stringify({ error: error.body }) };
	}
	console.error('local Stripe:', error);
	const message = 'The local Stripe has a fault; its terminal says more.';
	return { status: 500, body: JSON.stringify({ error: { type: 'api_error', message } }) };
}

const statuses = [200, 400, 401, 402, 403, 404, 409, 429, 500, 502, 503, 504] as const;

function toStatus(status: number): ContentfulStatusCode {
	return statuses.find((known) => known === status) ?? 500;
}

/** @throws StripeProblem for a key, an account or a version that is none of ours */
function checkCaller(c: ApiContext, secretKey: string): void {
	const header = c.req.header('authorization') ?? '';
	const given = /^Bearer\s+(\S+)$/i.exec(header)?.[1] ?? basicUser(header);
	if (!given) {
		throw invalid(
			"You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
			{ status: 401 }
		);
	}
	if (given !== secretKey) {
		const shown = given.slice(0, 8) + '*'.repeat(Math.max(0, given.length - 12)) + given.slice(-4);
		throw invalid(`Invalid API Key provided: ${shown}`, { status: 401 });
	}
	const version = c.req.header('stripe-version');
	if (version && version !== Stripe.API_VERSION) {
		throw invalid(`Invalid Stripe API version: ${version}. Here it is ${Stripe.API_VERSION}.`);
	}
	const other = c.req.header('stripe-account');
	if (other && other !== account.id) {
		throw invalid(
			`The provided key does not have access to account '${other}' (or that account does not exist). Application access may have been revoked.`,
			{ status: 403, code: 'account_invalid' }
		);
	}
}

function basicUser(header: string): string | undefined {
	const encoded = /^Basic\s+(\S+)$/i.exec(header)?.[1];
	return encoded && Buffer.from(encoded, 'base64').toString().split(':')[0];
}
