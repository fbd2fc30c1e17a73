import { Hono } from 'hono';
import { html } from 'hono/html';
import type Stripe from 'stripe';
import { z } from 'zod';
import { authenticateCheckout, submitCheckout, trialEndOf } from '../billing/checkout.ts';
import { cards } from '../cards.ts';
import type { Engine } from '../engine.ts';
import { noSuch } from '../errors.ts';
import { idOf } from '../ids.ts';
import type { Kinds, Outcome } from '../kinds.ts';
import { formatMoney } from '../money.ts';
import type { Webhooks } from '../webhooks.ts';
import { authenticateForm, cardChoice } from './cards.ts';
import { formatDate, notice, page, type Markup } from './layout.ts';
import { priceInWords, productName } from './words.ts';

const form = z.object({
	card: z.enum([...cards.map(({ last4 }) => last4), 'none']).default('4242'),
	email: z.string().trim().max(320).default(''),
	name: z.string().trim().max(200).default('')
});
const authentication = z.object({ card: z.string(), outcome: z.enum(['complete', 'fail']) });

/** Stripe lets the buyer wait for the webhooks up to ten seconds. */
const WAIT_FOR_WEBHOOKS = 10_000;

/** The page that sells. */
export function checkoutPages(engine: Engine, webhooks: Webhooks): Hono {
	const app = new Hono();

	app.get('/checkout/:id', (c) => {
		const { session, checkout } = read(engine, c.req.param('id'));
		if (session.status !== 'open') return c.html(closed(session));
		const declined = c.req.query('declined');
		return c.html(checkoutPage(engine, session, checkout, c.req.query('card'), declined));
	});

	app.post('/checkout/:id', async (c) => {
		const id = c.req.param('id');
		const { card, email, name } = form.parse(await c.req.parseBody());
		const given = {
			card: card === 'none' ? null : card,
			email: email || null,
			name: name || null
		};
		return c.redirect(await next(id, card, submitCheckout(engine, id, given)), 303);
	});

	app.get('/checkout/:id/authenticate', (c) => {
		const { session, checkout } = read(engine, c.req.param('id'));
		if (session.status !== 'open') return c.html(closed(session));
		const sum = total(engine, checkout);
		const content = authenticateForm(c.req.path, sum, c.req.query('card') ?? '3184');
		return c.html(page('Authenticate', content));
	});

	app.post('/checkout/:id/authenticate', async (c) => {
		const id = c.req.param('id');
		const { card, outcome } = authentication.parse(await c.req.parseBody());
		const result = authenticateCheckout(engine, id, card, outcome === 'complete');
		return c.redirect(await next(id, card, result), 303);
	});

	return app;

	/** Where the buyer goes from here. */
	async function next(id: string, card: string, outcome: Outcome): Promise<string> {
		if (outcome === 'authenticate') return `/checkout/${id}/authenticate?card=${card}`;
		if (outcome === 'decline') return `/checkout/${id}?declined=${outcome}&card=${card}`;
		await Promise.race([
			webhooks.idle(false),
			new Promise((done) => setTimeout(done, WAIT_FOR_WEBHOOKS).unref())
		]);
		const { session } = read(engine, id);
		return (session.success_url ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', id);
	}
}

function read(engine: Engine, id: string) {
	const session = engine.store.get('checkoutSessions', id);
	const checkout = engine.store.get('checkouts', id);
	if (!session || !checkout) throw noSuch('checkout.session', id);
	return { session, checkout };
}

function checkoutPage(
	engine: Engine,
	session: Stripe.Checkout.Session,
	checkout: Kinds['checkouts'],
	card: string | undefined,
	declined: string | undefined
): Markup {
	const customer = engine.store.get('customers', idOf(session.customer) ?? '');
	const email = customer?.email ?? session.customer_email;
	const trialEnd = trialEndOf(checkout, engine.now(customer?.id));
	const mayPayLater = trialEnd !== null && session.payment_method_collection === 'if_required';
	const items = checkout.items.flatMap((item) => {
		const price = engine.store.get('prices', item.price);
		return price ? [{ price, quantity: item.quantity }] : [];
	});
	return page(
		'Checkout',
		html`<h1>Subscribe</h1>
			${items.map(
				({ price, quantity }) =>
					html`<p>${productName(engine, price)}${quantity > 1 ? html` × ${quantity}` : ''}</p>
						<p class="price">${priceInWords(price, quantity)}</p>`
			)}
			${
				trialEnd
					? html`<p>Free until ${formatDate(trialEnd)}; nothing is charged before.</p>`
					: html`<p class="quiet">Renews until it is cancelled.</p>`
			}
			${
				declined
					? html`<p class="alert" role="alert">The card was declined. Choose another one.</p>`
					: ''
			}
			<form method="post" action="/checkout/${session.id}">
				<div class="field">
					<label class="label" for="email">E-mail</label>
					<input
						id="email"
						type="email"
						name="email"
						required
						autocomplete="email"
						value="${email ?? ''}"
						${email ? 'readonly' : ''}
					/>
				</div>
				<div class="field">
					<label class="label" for="name">Name on the card</label>
					<input
						id="name"
						type="text"
						name="name"
						autocomplete="cc-name"
						value="${customer?.name ?? ''}"
					/>
				</div>
				${cardChoice(card, { none: mayPayLater })}
				<div class="row">
					<button type="submit" class="main">${trialEnd ? 'Start the trial' : 'Subscribe'}</button>
					${session.cancel_url ? html`<a href="${session.cancel_url}">Back without paying</a>` : ''}
				</div>
			</form>`
	);
}

function closed(session: Stripe.Checkout.Session): Markup {
	const back = session.cancel_url ? { href: session.cancel_url, label: 'Back' } : undefined;
	return session.status === 'complete'
		? notice('This is done', 'This checkout has been completed.', back)
		: notice('Too late', 'This checkout has expired.', back);
}

function total(engine: Engine, checkout: Kinds['checkouts']): string {
	const prices = checkout.items.flatMap((item) => {
		const price = engine.store.get('prices', item.price);
		return price ? [{ ...price, sum: (price.unit_amount ?? 0) * item.quantity }] : [];
	});
	const sum = prices.reduce((all, price) => all + price.sum, 0);
	return formatMoney(sum, prices[0]?.currency ?? 'eur');
}
