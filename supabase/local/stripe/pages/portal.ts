import { Hono } from 'hono';
import type Stripe from 'stripe';
import { z } from 'zod';
import { attachCard } from '../billing/checkout.ts';
import { changeItems, type ChangeTerms } from '../billing/changes.ts';
import { cancellation, endSubscription } from '../billing/endings.ts';
import { intentOf } from '../billing/payments.ts';
import { resume } from '../billing/pauses.ts';
import { current } from '../billing/subscriptions.ts';
import { cardEnding } from '../cards.ts';
import type { Engine } from '../engine.ts';
import { invalid, noSuch } from '../errors.ts';
import { idOf } from '../ids.ts';
import { authenticateForm } from './cards.ts';
import { notice, page } from './layout.ts';
import { cancelView, cardView, homeView, switchView, type Visit } from './portal-views.ts';

const cardForm = z.object({ card: z.string() });
const authentication = z.object({ card: z.string(), outcome: z.enum(['complete', 'fail']) });
const cancelForm = z.object({ feedback: z.string().default('') });
const prorations = ['always_invoice', 'create_prorations', 'none'] as const;
const switchForm = z.object({ price: z.string() });

/** The page where a customer looks after subscriptions, cards and invoices. */
export function portalPages(engine: Engine): Hono {
	const app = new Hono();

	app.get('/portal/:id', (c) => {
		const visit = visitOf(engine, c.req.param('id'));
		const { flow, id } = visit.session;
		if (!flow || c.req.query('home') !== undefined) return c.html(homeView(engine, visit));
		if (flow.subscription_cancel) {
			return c.redirect(`/portal/${id}/cancel/${flow.subscription_cancel.subscription}`);
		}
		if (flow.subscription_update) {
			return c.redirect(`/portal/${id}/switch/${flow.subscription_update.subscription}`);
		}
		return c.redirect(`/portal/${id}/card`);
	});

	app.get('/portal/:id/cancel/:subscription', (c) => {
		const visit = visitOf(engine, c.req.param('id'));
		return c.html(cancelView(engine, visit, own(engine, visit, c.req.param('subscription'))));
	});
	app.post('/portal/:id/cancel/:subscription', async (c) => {
		const visit = visitOf(engine, c.req.param('id'));
		const subscription = own(engine, visit, c.req.param('subscription'));
		const { feedback } = cancelForm.parse(await c.req.parseBody());
		const { enabled, mode } = visit.configuration.features.subscription_cancel;
		if (!enabled) throw invalid('Cancelling is switched off in this portal.');
		const said = feedback ? { feedback } : {};
		if (mode === 'immediately') {
			endSubscription(engine, subscription, 'cancellation_requested', said);
		} else {
			const wish = { cancel_at_period_end: true, cancellation_details: said };
			change(engine, subscription, cancellation(engine, subscription, wish));
		}
		return c.redirect(ending(visit, 'subscription_cancel'), 303);
	});

	app.post('/portal/:id/keep/:subscription', (c) => {
		const visit = visitOf(engine, c.req.param('id'));
		const subscription = own(engine, visit, c.req.param('subscription'));
		const wish = { cancel_at_period_end: false };
		change(engine, subscription, cancellation(engine, subscription, wish));
		return c.redirect(`/portal/${visit.session.id}?home`, 303);
	});

	app.post('/portal/:id/resume/:subscription', (c) => {
		const visit = visitOf(engine, c.req.param('id'));
		const subscription = own(engine, visit, c.req.param('subscription'));
		if (subscription.status !== 'paused') throw invalid('This subscription is not paused.');
		resume(engine, subscription, 'now');
		return c.redirect(`/portal/${visit.session.id}?home`, 303);
	});

	app.get('/portal/:id/switch/:subscription', (c) => {
		const visit = visitOf(engine, c.req.param('id'));
		return c.html(switchView(engine, visit, own(engine, visit, c.req.param('subscription'))));
	});
	app.post('/portal/:id/switch/:subscription', async (c) => {
		const visit = visitOf(engine, c.req.param('id'));
		const subscription = own(engine, visit, c.req.param('subscription'));
		const { price: id } = switchForm.parse(await c.req.parseBody());
		const invoice = switchPrice(engine, visit, subscription, id);
		const back = ending(visit, 'subscription_update');
		const waits = invoice && intentOf(engine, invoice)?.status === 'requires_action';
		const target = waits ? `/invoice/${invoice.id}/authenticate?portal=${visit.session.id}` : back;
		return c.redirect(target, 303);
	});

	app.get('/portal/:id/card', (c) => {
		const visit = visitOf(engine, c.req.param('id'));
		return c.html(cardView(visit, c.req.query('declined') !== undefined));
	});
	app.post('/portal/:id/card', async (c) => {
		const visit = visitOf(engine, c.req.param('id'));
		const { card } = cardForm.parse(await c.req.parseBody());
		const { attach } = cardEnding(card);
		const here = `/portal/${visit.session.id}/card`;
		if (attach === 'decline') return c.redirect(`${here}?declined`, 303);
		if (attach === 'authenticate') return c.redirect(`${here}/authenticate?card=${card}`, 303);
		saveCard(engine, visit, card);
		return c.redirect(ending(visit, 'payment_method_update'), 303);
	});
	app.get('/portal/:id/card/authenticate', (c) => {
		const { card } = cardForm.parse(c.req.query());
		return c.html(page('Authenticate', authenticateForm(c.req.path, 'with this card', card)));
	});
	app.post('/portal/:id/card/authenticate', async (c) => {
		const visit = visitOf(engine, c.req.param('id'));
		const { card, outcome } = authentication.parse(await c.req.parseBody());
		if (outcome === 'fail') return c.redirect(`/portal/${visit.session.id}/card?declined`, 303);
		saveCard(engine, visit, card);
		return c.redirect(ending(visit, 'payment_method_update'), 303);
	});

	app.get('/portal/:id/done', (c) => {
		const { session } = visitOf(engine, c.req.param('id'));
		const message = session.flow?.after_completion.hosted_confirmation?.custom_message;
		const back = { href: session.return_url ?? `/portal/${session.id}?home`, label: 'Return' };
		return c.html(notice('Done', message ?? 'Your change has been saved.', back));
	});

	return app;
}

/** A visit with what it may do. */
function visitOf(engine: Engine, id: string): Visit {
	const session = engine.store.get('portalSessions', id);
	const customer = session && engine.store.get('customers', session.customer);
	const configuration =
		session && engine.store.get('portalConfigurations', idOf(session.configuration));
	if (!session || !customer || !configuration) throw noSuch('portal session', id);
	return { session, customer, configuration };
}

function own(engine: Engine, { customer }: Visit, id: string): Stripe.Subscription {
	const subscription = engine.store.get('subscriptions', id);
	if (!subscription || idOf(subscription.customer) !== customer.id || subscription.ended_at) {
		throw noSuch('subscription', id);
	}
	return subscription;
}

/** Where a visit goes when its flow is done; without a flow, back to its first page. */
function ending({ session }: Visit, done: string): string {
	const { flow, id } = session;
	if (flow?.type !== done) return `/portal/${id}?home`;
	const { type, redirect } = flow.after_completion;
	if (type === 'redirect' && redirect) return redirect.return_url;
	return type === 'hosted_confirmation' ? `/portal/${id}/done` : `/portal/${id}?home`;
}

function change(
	engine: Engine,
	subscription: Stripe.Subscription,
	patch: Partial<Stripe.Subscription>
) {
	engine.update('subscriptions', subscription, patch, 'customer.subscription.updated');
}

/** The invoice of a switch, where it made one. */
function switchPrice(
	engine: Engine,
	{ configuration }: Visit,
	subscription: Stripe.Subscription,
	id: string
): Stripe.Invoice | undefined {
	const offered = configuration.features.subscription_update;
	const listed = offered.products?.some(({ prices }) => prices.includes(id));
	const price = engine.store.get('prices', id);
	const [item] = subscription.items.data;
	if (!offered.enabled || !listed || !price?.active || !item) {
		throw invalid('This price is not on offer.', { param: 'price' });
	}
	const terms: ChangeTerms = {
		proration: prorations.find((known) => known === offered.proration_behavior) ?? 'none',
		failure: 'error_if_incomplete',
		present: true,
		trial: offered.trial_update_behavior === 'continue_trial' ? 'continue_trial' : 'end_trial'
	};
	const before = idOf(subscription.latest_invoice);
	changeItems(engine, subscription, [{ id: item.id, price }], terms);
	const after = idOf(current(engine, subscription).latest_invoice);
	return after && after !== before ? engine.store.get('invoices', after) : undefined;
}

/** The card of the customer from now on, and of all that is still running. */
function saveCard(engine: Engine, { customer, configuration }: Visit, last4: string) {
	if (!configuration.features.payment_method_update.enabled) {
		throw invalid('Changing the card is switched off in this portal.');
	}
	const { id } = attachCard(engine, customer, last4);
	const settings = { ...customer.invoice_settings, default_payment_method: id };
	engine.update('customers', customer, { invoice_settings: settings }, 'customer.updated');
	for (const subscription of engine.store.all('subscriptions')) {
		if (idOf(subscription.customer) === customer.id && !subscription.ended_at) {
			change(engine, subscription, { default_payment_method: id });
		}
	}
}
