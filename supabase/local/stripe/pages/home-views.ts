import { html } from 'hono/html';
import type Stripe from 'stripe';
import { currentPeriodEnd } from '../billing/periods.ts';
import type { Engine } from '../engine.ts';
import { idOf } from '../ids.ts';
import { formatMoney } from '../money.ts';
import { webhookModes, type Webhooks } from '../webhooks.ts';
import { formatMoment, type Markup } from './layout.ts';
import { cardInWords, priceInWords, productName } from './words.ts';

/** A page of everything would be long: the latest of each. */
const SHOWN = 50;
const latest = <T>(list: T[]): T[] => list.slice(-SHOWN).reverse();

function table(title: string, heads: string[], rows: Markup[], empty: string): Markup {
	return html`${
		rows.length === 0
			? html`<p class="quiet">${empty}</p>`
			: html`<section class="scroll" tabindex="0" aria-label="${title}">
					<table>
						<thead>
							<tr>
								${heads.map((head) => html`<th scope="col">${head}</th>`)}
							</tr>
						</thead>
						<tbody>
							${rows}
						</tbody>
					</table>
				</section>`
	}`;
}

function who(engine: Engine, customer: string | null): string {
	return engine.store.get('customers', customer ?? '')?.email ?? customer ?? '–';
}

export function subscriptionsView(engine: Engine): Markup {
	const rows = latest(engine.store.all('subscriptions')).map((one) => {
		const [item] = one.items.data;
		return html`<tr>
			<td>${who(engine, idOf(one.customer))}<br /><code>${one.id}</code></td>
			<td>
				${item ? productName(engine, item.price) : ''}<br />
				${item ? priceInWords(item.price, item.quantity) : ''}
			</td>
			<td>${one.status}</td>
			<td>${whatNext(one)}</td>
		</tr>`;
	});
	const heads = ['Customer', 'What', 'Status', 'Next'];
	const empty = 'There is none yet. Subscribe to a publication, and it shows here.';
	return html`<h2 id="subscriptions">Subscriptions</h2>
		${table('Subscriptions', heads, rows, empty)}`;
}

function whatNext(one: Stripe.Subscription): string {
	if (one.ended_at) return `ended ${formatMoment(one.ended_at)}`;
	if (one.cancel_at) return `ends ${formatMoment(one.cancel_at)}`;
	if (one.status === 'incomplete' || one.status === 'paused') return '–';
	return `${one.status === 'trialing' ? 'trial ends' : 'renews'} ${formatMoment(currentPeriodEnd(one))}`;
}

export function paymentsView(engine: Engine): Markup {
	const rows = latest(engine.store.all('charges')).map((charge) => {
		const dispute = engine.store.all('disputes').find((one) => idOf(one.charge) === charge.id);
		return html`<tr>
			<td>${formatMoment(charge.created)}</td>
			<td>${who(engine, idOf(charge.customer))}<br /><code>${charge.id}</code></td>
			<td>
				${formatMoney(charge.amount, charge.currency)}
				${
					charge.amount_refunded > 0
						? html`<br /><span class="quiet">
									${formatMoney(charge.amount_refunded, charge.currency)} refunded</span
								>`
						: ''
				}
			</td>
			<td>${charge.status}${dispute ? html`<br />dispute: ${dispute.status}` : ''}</td>
			<td>${paymentActions(charge, dispute)}</td>
		</tr>`;
	});
	const heads = ['When', 'Customer', 'Amount', 'State', 'Let it'];
	return html`<h2 id="payments">Payments</h2>
		${table('Payments', heads, rows, 'Nobody has paid yet.')}`;
}

function paymentActions(
	charge: Stripe.Charge,
	dispute: Stripe.Dispute | undefined
): Markup | string {
	if (!charge.paid) return '–';
	const of = `${formatMoney(charge.amount, charge.currency)}, ${charge.id}`;
	if (dispute?.status === 'needs_response') {
		return html`<form method="post" action="/disputes/${dispute.id}" class="row">
			<button type="submit" class="small" name="status" value="won" aria-label="Dispute won: ${of}">
				Dispute won
			</button>
			<button
				type="submit"
				class="small"
				name="status"
				value="lost"
				aria-label="Dispute lost: ${of}"
			>
				Dispute lost
			</button>
		</form>`;
	}
	if (charge.refunded) return '–';
	return html`<div class="row">
		<form method="post" action="/charges/${charge.id}/refund" class="row">
			<input
				type="number"
				name="amount"
				min="0"
				step="any"
				placeholder="all of it"
				aria-label="Amount to refund of ${of}"
			/>
			<button type="submit" class="small" aria-label="Refund ${of}">Refund</button>
		</form>
		${
			dispute
				? ''
				: html`<form method="post" action="/charges/${charge.id}/dispute">
						<button type="submit" class="small" aria-label="Dispute ${of}">Dispute</button>
					</form>`
		}
	</div>`;
}

export function customersView(engine: Engine): Markup {
	const rows = latest(engine.store.all('customers')).map((customer) => {
		const method = engine.store
			.all('paymentMethods')
			.findLast((one) => one.customer === customer.id);
		const next = engine.store.get('wishes', customer.id)?.outcomes[0];
		return html`<tr>
			<td>${customer.email ?? '–'}<br /><code>${customer.id}</code></td>
			<td>${cardInWords(method)}</td>
			<td>
				<form method="post" action="/customers/${customer.id}/outcome" class="row">
					${(['decline', 'authenticate', 'succeed'] as const).map(
						(outcome) =>
							html`<button
								type="submit"
								class="small"
								name="outcome"
								value="${outcome}"
								aria-label="Next payment of ${customer.email ?? customer.id}: ${outcome}"
							>
								${outcome}
							</button>`
					)}
					${next ? html`<span class="quiet">next: ${next}</span>` : ''}
				</form>
			</td>
		</tr>`;
	});
	const heads = ['Customer', 'Latest card', 'Let the next payment'];
	return html`<h2 id="customers">Customers</h2>
		${table('Customers', heads, rows, 'There is none yet.')}`;
}

export function eventsView(engine: Engine, webhooks: Webhooks): Markup {
	const rows = latest(engine.store.all('events')).map((event) => {
		const delivery = engine.store.get('deliveries', event.id);
		return html`<tr>
			<td>${formatMoment(event.created)}</td>
			<td>${event.type}<br /><code>${event.id}</code></td>
			<td>${delivery ? `${delivery.state}, ${delivery.status ?? 'not sent yet'}` : 'not sent'}</td>
			<td>
				${
					delivery
						? html`<form method="post" action="/webhooks/redeliver">
								<button
									type="submit"
									class="small"
									name="event"
									value="${event.id}"
									aria-label="Send ${event.id} again"
								>
									Send again
								</button>
							</form>`
						: ''
				}
			</td>
		</tr>`;
	});
	return html`<h2 id="events">Events</h2>
		<div class="row">
			<form method="post" action="/webhooks/mode" class="row">
				<label for="mode">Webhooks</label>
				<select id="mode" name="mode">
					${webhookModes.map(
						(mode) => html`<option ${mode === webhooks.mode ? 'selected' : ''}>${mode}</option>`
					)}
				</select>
				<button type="submit">Set</button>
			</form>
			<form method="post" action="/webhooks/release">
				<button type="submit">Send what is held</button>
			</form>
			<form method="post" action="/webhooks/redeliver">
				<button type="submit">Send what did not arrive</button>
			</form>
		</div>
		${table('Events', ['When', 'What', 'Webhook', 'Again'], rows, 'Nothing has happened yet.')}`;
}
