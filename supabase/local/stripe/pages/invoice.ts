import { Hono } from 'hono';
import { html } from 'hono/html';
import type Stripe from 'stripe';
import { z } from 'zod';
import { attachCard } from '../billing/checkout.ts';
import { authenticateInvoice, intentOf, payInvoice } from '../billing/payments.ts';
import type { Engine } from '../engine.ts';
import { noSuch } from '../errors.ts';
import { idOf } from '../ids.ts';
import { formatMoney } from '../money.ts';
import { authenticateForm, cardChoice } from './cards.ts';
import { formatDate, page, type Markup } from './layout.ts';

const cardForm = z.object({ card: z.string() });
const authentication = z.object({ outcome: z.enum(['complete', 'fail']) });

/** The page of an invoice, where what is open can be paid. */
export function invoicePages(engine: Engine): Hono {
	const app = new Hono();

	app.get('/invoice/by-charge/:charge', (c) => {
		const intent = idOf(engine.store.get('charges', c.req.param('charge'))?.payment_intent);
		const bond = engine.store
			.all('invoicePayments')
			.find(({ payment }) => intent !== null && payment.payment_intent === intent);
		return c.redirect(`/invoice/${bond ? idOf(bond.invoice) : 'unknown'}`);
	});
	app.get('/invoice/:id', (c) => {
		const invoice = find(engine, c.req.param('id'));
		return c.html(invoicePage(engine, invoice, c.req.query('declined') !== undefined));
	});
	app.post('/invoice/:id', async (c) => {
		const invoice = find(engine, c.req.param('id'));
		const { card } = cardForm.parse(await c.req.parseBody());
		const customer = engine.store.get('customers', idOf(invoice.customer) ?? '');
		if (!customer || invoice.status !== 'open') return c.redirect(`/invoice/${invoice.id}`, 303);
		const method = attachCard(engine, customer, card).id;
		const outcome = payInvoice(engine, invoice, { present: true, method });
		return c.redirect(`/invoice/${invoice.id}${after[outcome]}`, 303);
	});
	app.get('/invoice/:id/authenticate', (c) => {
		const { amount_due: sum, currency } = find(engine, c.req.param('id'));
		const { pathname, search } = new URL(c.req.url);
		const content = authenticateForm(pathname + search, formatMoney(sum, currency), '');
		return c.html(page('Authenticate', content));
	});
	app.post('/invoice/:id/authenticate', async (c) => {
		const invoice = find(engine, c.req.param('id'));
		const { outcome } = authentication.parse(await c.req.parseBody());
		authenticateInvoice(engine, invoice, outcome === 'complete');
		const visit = engine.store.get('portalSessions', c.req.query('portal') ?? '');
		if (visit && outcome === 'complete') return c.redirect(`/portal/${visit.id}?home`, 303);
		return c.redirect(`/invoice/${invoice.id}${outcome === 'fail' ? '?declined' : ''}`, 303);
	});

	return app;
}

const after = { succeed: '', decline: '?declined', authenticate: '/authenticate' };

function find(engine: Engine, id: string): Stripe.Invoice {
	const invoice = engine.store.get('invoices', id);
	if (!invoice) throw noSuch('invoice', id);
	return invoice;
}

function invoicePage(engine: Engine, invoice: Stripe.Invoice, declined: boolean): Markup {
	const { currency } = invoice;
	const waits = intentOf(engine, invoice)?.status === 'requires_action';
	return page(
		`Invoice ${invoice.number ?? ''}`,
		html`<h1>Invoice ${invoice.number ?? ''}</h1>
			<dl>
				<dt>State</dt>
				<dd>${invoice.status}</dd>
				<dt>Date</dt>
				<dd>${formatDate(invoice.created)}</dd>
				<dt>For</dt>
				<dd>${invoice.customer_email ?? idOf(invoice.customer)}</dd>
			</dl>
			<section class="scroll" tabindex="0" aria-label="Lines">
				<table>
					<thead>
						<tr>
							<th scope="col">What</th>
							<th scope="col" class="number">Amount</th>
						</tr>
					</thead>
					<tbody>
						${invoice.lines.data.map(
							(line) =>
								html`<tr>
									<td>${line.description}</td>
									<td class="number">${formatMoney(line.amount, currency)}</td>
								</tr>`
						)}
						<tr>
							<th scope="row">Due</th>
							<td class="number">${formatMoney(invoice.amount_due, currency)}</td>
						</tr>
					</tbody>
				</table>
			</section>
			${invoice.status === 'open' ? payForm(invoice, waits, declined) : ''}`
	);
}

function payForm(invoice: Stripe.Invoice, waits: boolean, declined: boolean): Markup {
	return html`<h2>Pay</h2>
		${declined ? html`<p class="alert" role="alert">The card was declined. Choose another one.</p>` : ''}
		${
			waits
				? html`<p>
						The bank wants to know whether it is you who pays:
						<a href="/invoice/${invoice.id}/authenticate">authenticate this payment</a>, or pay with
						another card.
					</p>`
				: ''
		}
		<form method="post" action="/invoice/${invoice.id}">
			${cardChoice()}
			<button type="submit" class="main">
				Pay ${formatMoney(invoice.amount_due, invoice.currency)}
			</button>
		</form>`;
}
