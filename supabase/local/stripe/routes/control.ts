import { Hono } from 'hono';
import { z } from 'zod';
import { authenticateCheckout, submitCheckout } from '../billing/checkout.ts';
import { found } from '../api/endpoint.ts';
import { closeDispute, openDispute } from '../billing/disputes.ts';
import { failRefund } from '../billing/refunds.ts';
import { cards } from '../cards.ts';
import { after, DAY } from '../clock.ts';
import { settingsSchema } from '../control.ts';
import { defaultSettings, type Engine } from '../engine.ts';
import { faultSchema, type Faults } from '../faults.ts';
import { turnClock } from '../turn.ts';
import { webhookModes, type Webhooks } from '../webhooks.ts';

const step = z.strictObject({
	seconds: z.number().int().nonnegative().default(0),
	days: z.number().int().nonnegative().default(0),
	months: z.number().int().nonnegative().default(0)
});
const endpoint = z.strictObject({ url: z.url(), secret: z.string().min(1) });
const wish = z.strictObject({
	session: z.string(),
	card: z.string().nullable().default('4242'),
	email: z.string().optional(),
	name: z.string().optional(),
	authenticate: z.boolean().default(true)
});
const contested = z.object({ charge: z.string(), reason: z.string().optional() });
const verdict = z.object({ dispute: z.string(), status: z.enum(['won', 'lost']) });
const outcomes = z.array(z.enum(['succeed', 'decline', 'authenticate']));

/** What `control.ts` speaks to. */
export function controlRoutes(engine: Engine, webhooks: Webhooks, faults: Faults): Hono {
	const app = new Hono();
	const now = () => ({ now: engine.clock.now() });

	app.get('/clock', (c) => c.json(now()));
	app.post('/clock/advance', async (c) => {
		const { seconds, days, months } = step.parse(await c.req.json());
		const month = { interval: 'month', interval_count: 1 };
		turnClock(engine, after(engine.clock.now(), month, months) + days * DAY + seconds);
		return c.json(now());
	});

	app.post('/webhooks/mode', async (c) => {
		webhooks.mode = z.object({ mode: z.enum(webhookModes) }).parse(await c.req.json()).mode;
		return c.json({});
	});
	app.post('/webhooks/endpoint', async (c) => {
		const given = z.object({ endpoint: endpoint.nullable() }).parse(await c.req.json());
		webhooks.endpoint = given.endpoint ?? undefined;
		return c.json({});
	});
	app.post('/webhooks/release', async (c) => {
		const order = z.enum(['kept', 'reversed', 'shuffled']);
		webhooks.release(z.object({ order }).parse(await c.req.json()).order);
		return c.json({});
	});
	app.post('/webhooks/redeliver', async (c) => {
		const events = z.array(z.string()).optional();
		webhooks.redeliver(z.object({ events }).parse(await c.req.json()).events);
		return c.json({});
	});
	app.post('/webhooks/idle', async (c) => {
		await webhooks.idle(z.object({ retries: z.boolean() }).parse(await c.req.json()).retries);
		return c.json({});
	});
	app.get('/webhooks/deliveries', (c) => c.json(engine.store.all('deliveries')));

	app.post('/outcomes', async (c) => {
		const given = z.object({ customer: z.string(), outcomes }).parse(await c.req.json());
		engine.store.put('wishes', { id: given.customer, outcomes: given.outcomes });
		return c.json({});
	});
	app.post('/checkout', async (c) => {
		const { session, card, authenticate, ...who } = wish.parse(await c.req.json());
		const form = { card, email: who.email ?? null, name: who.name ?? null };
		const outcome = submitCheckout(engine, session, form);
		if (outcome !== 'authenticate') return c.json({ outcome });
		const last4 = card ?? cards[0].last4;
		return c.json({ outcome: authenticateCheckout(engine, session, last4, authenticate) });
	});

	app.post('/disputes', async (c) => {
		const { charge, reason } = contested.parse(await c.req.json());
		const known = found(engine.store.get('charges', charge), 'charge', charge);
		return c.json({ id: openDispute(engine, known, reason).id });
	});
	app.post('/disputes/close', async (c) => {
		const { dispute, status } = verdict.parse(await c.req.json());
		const known = found(engine.store.get('disputes', dispute), 'dispute', dispute);
		closeDispute(engine, known, status);
		return c.json({});
	});

	app.post('/refunds/fail', async (c) => {
		const { refund } = z.object({ refund: z.string() }).parse(await c.req.json());
		failRefund(engine, found(engine.store.get('refunds', refund), 'refund', refund));
		return c.json({});
	});

	app.post('/faults', async (c) => {
		faults.plan(faultSchema.parse(await c.req.json()));
		return c.json({});
	});
	app.post('/faults/wait', async (c) => {
		await faults.arrived(z.object({ atLeast: z.number() }).parse(await c.req.json()).atLeast);
		return c.json({});
	});
	app.post('/faults/release', async (c) => {
		const { atLeast } = z.object({ atLeast: z.number() }).parse(await c.req.json());
		await faults.arrived(atLeast);
		faults.release();
		return c.json({});
	});

	app.post('/settings', async (c) => {
		Object.assign(engine.settings, settingsSchema.parse(await c.req.json()));
		return c.json({});
	});
	app.post('/reset', (c) => {
		webhooks.reset();
		faults.forget();
		engine.store.clear();
		Object.assign(engine.settings, defaultSettings);
		return c.json({});
	});

	return app;
}
