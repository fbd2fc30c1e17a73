import { html } from 'hono/html';
import type Stripe from 'stripe';
import { currentPeriodEnd } from '../billing/periods.ts';
import type { Engine } from '../engine.ts';
import { idOf } from '../ids.ts';
import { formatMoney } from '../money.ts';
import { cardChoice } from './cards.ts';
import { formatDate, page, type Markup } from './layout.ts';
import { cardInWords, priceInWords, productName, statusInWords } from './words.ts';

/** Somebody in the portal. */
export interface Visit {
	session: Stripe.BillingPortal.Session;
	customer: Stripe.Customer;
	configuration: Stripe.BillingPortal.Configuration;
}

const reasons: Record<string, string> = {
	too_expensive: 'It is too expensive',
	missing_features: 'Something is missing',
	switched_service: 'I read something else now',
	unused: 'I do not read it',
	customer_service: 'The service was not good',
	too_complex: 'It is too complicated',
	low_quality: 'It is not good enough',
	other: 'Another reason'
};

/** All that a customer has. */
export function homeView(engine: Engine, visit: Visit): Markup {
	const { customer, configuration, session } = visit;
	const { features } = configuration;
	const subscriptions = engine.store
		.all('subscriptions')
		.filter((one) => idOf(one.customer) === customer.id && isCurrent(one));
	return page(
		'Billing',
		html`<h1>${configuration.business_profile.headline ?? 'Your billing'}</h1>
			<p class="quiet">${customer.email ?? customer.id}</p>
			<h2>Subscriptions</h2>
			${subscriptions.length === 0 ? html`<p>There is none at present.</p>` : ''}
			${subscriptions.map((one) => subscriptionCard(engine, visit, one))}
			<h2>Card</h2>
			<div class="row">
				<span>${cardInWords(cardOf(engine, customer, subscriptions))}</span>
				${
					features.payment_method_update.enabled
						? html`<a class="button" href="/portal/${session.id}/card">Change the card</a>`
						: ''
				}
			</div>
			${features.invoice_history.enabled ? invoices(engine, customer) : ''} ${returnLink(session)}`
	);
}

function subscriptionCard(engine: Engine, visit: Visit, one: Stripe.Subscription): Markup {
	const { features } = visit.configuration;
	const base = `/portal/${visit.session.id}`;
	const end = formatDate(currentPeriodEnd(one));
	const ends = one.cancel_at !== null;
	const [item] = one.items.data;
	const name = item ? productName(engine, item.price) : one.id;
	return html`<section class="card">
		<h3>${name}</h3>
		<p>${item ? priceInWords(item.price, item.quantity) : ''} · ${statusInWords(one, end)}</p>
		<div class="row">
			${
				ends
					? html`<form method="post" action="${base}/keep/${one.id}">
							<button type="submit">Don’t cancel</button>
						</form>`
					: ''
			}
			${
				one.status === 'paused'
					? html`<form method="post" action="${base}/resume/${one.id}">
							<button type="submit">Resume</button>
						</form>`
					: ''
			}
			${
				!ends && features.subscription_update.enabled
					? html`<a class="button" href="${base}/switch/${one.id}">Switch</a>`
					: ''
			}
			${
				!ends && features.subscription_cancel.enabled
					? html`<a class="button" href="${base}/cancel/${one.id}">Cancel</a>`
					: ''
			}
		</div>
	</section>`;
}

/** The question before something ends. */
export function cancelView(engine: Engine, visit: Visit, one: Stripe.Subscription): Markup {
	const { mode, cancellation_reason: asked } = visit.configuration.features.subscription_cancel;
	const [item] = one.items.data;
	const when =
		mode === 'immediately'
			? 'now'
			: `on ${formatDate(currentPeriodEnd(one))}, as it is paid until then`;
	return page(
		'Cancel',
		html`<h1>Cancel ${item ? productName(engine, item.price) : 'the subscription'}?</h1>
			<p>It ends ${when}.</p>
			<form method="post" action="/portal/${visit.session.id}/cancel/${one.id}">
				${
					asked.enabled
						? html`<div class="field">
								<label class="label" for="feedback">Why?</label>
								<select id="feedback" name="feedback">
									<option value="">I would rather not say</option>
									${asked.options.map(
										(option) =>
											html`<option value="${option}">${reasons[option] ?? option}</option>`
									)}
								</select>
							</div>`
						: ''
				}
				<div class="row">
					<button type="submit" class="main">Cancel the subscription</button>
					${backLink(visit)}
				</div>
			</form>`
	);
}

/** The prices somebody may switch to. */
export function switchView(engine: Engine, visit: Visit, one: Stripe.Subscription): Markup {
	const [item] = one.items.data;
	const { products, proration_behavior: proration } =
		visit.configuration.features.subscription_update;
	const prices = (products ?? [])
		.flatMap((product) => product.prices)
		.flatMap((id) => engine.store.get('prices', id) ?? [])
		.filter((price) => price.active && price.currency === one.currency);
	return page(
		'Switch',
		html`<h1>Switch your subscription</h1>
			<p class="quiet">
				${
					proration === 'none'
						? 'The new price holds from the next period.'
						: 'What is paid and not used yet is taken into account.'
				}
			</p>
			<form method="post" action="/portal/${visit.session.id}/switch/${one.id}">
				<fieldset>
					<legend>Subscription</legend>
					${prices.map(
						(price) =>
							html`<label class="choice">
								<input
									type="radio"
									name="price"
									value="${price.id}"
									required
									${price.id === item?.price.id ? 'checked' : ''}
								/>
								<span>${productName(engine, price)}</span>
								<span class="end">${priceInWords(price)}</span>
							</label>`
					)}
				</fieldset>
				<div class="row">
					<button type="submit" class="main">Switch</button>
					${backLink(visit)}
				</div>
			</form>`
	);
}

/** Another card. */
export function cardView(visit: Visit, declined: boolean): Markup {
	return page(
		'Card',
		html`<h1>Change the card</h1>
			${declined ? html`<p class="alert" role="alert">That card was declined. Choose another one.</p>` : ''}
			<form method="post" action="/portal/${visit.session.id}/card">
				${cardChoice()}
				<div class="row">
					<button type="submit" class="main">Save the card</button>
					${backLink(visit)}
				</div>
			</form>`
	);
}

function invoices(engine: Engine, customer: Stripe.Customer): Markup {
	const list = engine.store
		.all('invoices')
		.filter((one) => idOf(one.customer) === customer.id && one.status !== 'draft')
		.reverse();
	return html`<h2>Invoices</h2>
		${list.length === 0 ? html`<p>There is none yet.</p>` : ''}
		${
			list.length > 0
				? html`<section class="scroll" tabindex="0" aria-label="Invoices">
						<table>
							<thead>
								<tr>
									<th scope="col">Date</th>
									<th scope="col">Number</th>
									<th scope="col">State</th>
									<th scope="col" class="number">Amount</th>
								</tr>
							</thead>
							<tbody>
								${list.map(
									(one) =>
										html`<tr>
											<td>${formatDate(one.created)}</td>
											<td><a href="/invoice/${one.id}">${one.number ?? one.id}</a></td>
											<td>${one.status}</td>
											<td class="number">${formatMoney(one.amount_due, one.currency)}</td>
										</tr>`
								)}
							</tbody>
						</table>
					</section>`
				: ''
		}`;
}

function isCurrent({ status }: Stripe.Subscription): boolean {
	return !['canceled', 'incomplete', 'incomplete_expired'].includes(status);
}

function cardOf(engine: Engine, customer: Stripe.Customer, [first]: Stripe.Subscription[]) {
	const id =
		idOf(first?.default_payment_method) ?? idOf(customer.invoice_settings.default_payment_method);
	return id ? engine.store.get('paymentMethods', id) : undefined;
}

/** A flow leaves the portal; anything else goes to its first page. */
function backLink({ session }: Visit): Markup {
	return session.flow && session.return_url
		? html`<a href="${session.return_url}">Go back</a>`
		: html`<a href="/portal/${session.id}?home">Go back</a>`;
}

function returnLink({ return_url: url }: Stripe.BillingPortal.Session): Markup | '' {
	return url ? html`<p class="card"><a href="${url}">Return</a></p>` : '';
}
