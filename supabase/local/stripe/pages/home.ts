import { Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { closeDispute, openDispute } from '../billing/disputes.ts';
import { refundCharge } from '../billing/refunds.ts';
import { after, DAY } from '../clock.ts';
import type { Engine } from '../engine.ts';
import { invalid, noSuch } from '../errors.ts';
import { decimals } from '../money.ts';
import { turnClock } from '../turn.ts';
import { webhookModes, type Webhooks } from '../webhooks.ts';
import { customersView, eventsView, paymentsView, subscriptionsView } from './home-views.ts';
import { formatMoment, page, type Markup } from './layout.ts';

const steps = ['hour', 'day', 'week', 'month', 'year'] as const;
const clockForm = z.object({ by: z.enum(steps) });
const modeForm = z.object({ mode: z.enum(webhookModes) });
const refundForm = z.object({ amount: z.string().default('') });
const disputeForm = z.object({ status: z.enum(['won', 'lost']) });
const outcomeForm = z.object({ outcome: z.enum(['succeed', 'decline', 'authenticate']) });
const eventForm = z.object({ event: z.string().optional() });

/** What a payment company shows its customers: here, all there is, and how to make things happen. */
export function homePages(engine: Engine, webhooks: Webhooks): Hono {
	const app = new Hono();

	app.get('/', (c) => c.html(home(engine, webhooks)));

	app.post('/clock', async (c) => {
		const { by } = clockForm.parse(await c.req.parseBody());
		const now = engine.clock.now();
		const to = by === 'hour' ? now + DAY / 24 : after(now, { interval: by, interval_count: 1 }, 1);
		turnClock(engine, to);
		return c.redirect('/', 303);
	});
	app.post('/webhooks/mode', async (c) => {
		webhooks.mode = modeForm.parse(await c.req.parseBody()).mode;
		return c.redirect('/#events', 303);
	});
	app.post('/webhooks/release', (c) => {
		webhooks.release();
		return c.redirect('/#events', 303);
	});
	app.post('/webhooks/redeliver', async (c) => {
		const { event } = eventForm.parse(await c.req.parseBody());
		webhooks.redeliver(event ? [event] : undefined);
		return c.redirect('/#events', 303);
	});
	app.post('/charges/:id/refund', async (c) => {
		const { amount } = refundForm.parse(await c.req.parseBody());
		const charge = chargeOf(engine, c.req.param('id'));
		const wish = amount ? { amount: smallestUnit(amount, charge.currency) } : {};
		refundCharge(engine, charge, wish);
		return c.redirect('/#payments', 303);
	});
	app.post('/charges/:id/dispute', (c) => {
		openDispute(engine, chargeOf(engine, c.req.param('id')));
		return c.redirect('/#payments', 303);
	});
	app.post('/disputes/:id', async (c) => {
		const { status } = disputeForm.parse(await c.req.parseBody());
		const dispute = engine.store.get('disputes', c.req.param('id'));
		if (!dispute) throw noSuch('dispute', c.req.param('id'));
		closeDispute(engine, dispute, status);
		return c.redirect('/#payments', 303);
	});
	app.post('/customers/:id/outcome', async (c) => {
		const { outcome } = outcomeForm.parse(await c.req.parseBody());
		engine.store.put('wishes', { id: c.req.param('id'), outcomes: [outcome] });
		return c.redirect('/#customers', 303);
	});

	return app;
}

function home(engine: Engine, webhooks: Webhooks): Markup {
	return page(
		'Payments',
		html`<h1>Local Stripe</h1>
			<form method="post" action="/clock" class="row" aria-label="Clock">
				<span>It is ${formatMoment(engine.clock.now())} UTC here. Advance by one</span>
				${steps.map((step) => html`<button type="submit" class="small" name="by" value="${step}">${step}</button>`)}
			</form>
			${subscriptionsView(engine)} ${paymentsView(engine)} ${customersView(engine)}
			${eventsView(engine, webhooks)}`,
		{ wide: true }
	);
}

function chargeOf(engine: Engine, id: string) {
	const charge = engine.store.get('charges', id);
	if (!charge) throw noSuch('charge', id);
	return charge;
}

/** “4.50” is 450. */
function smallestUnit(text: string, currency: string): number {
	const value = Number(text);
	if (!Number.isFinite(value)) throw invalid(`${text} is no amount.`, { param: 'amount' });
	return Math.round(value * 10 ** decimals(currency));
}
