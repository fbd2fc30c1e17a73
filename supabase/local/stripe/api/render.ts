import { z } from 'zod';
import type { Engine } from '../engine.ts';
import { invalid } from '../errors.ts';
import { idOf } from '../ids.ts';
import { lineItems } from '../objects/checkout.ts';
import { innerList } from '../objects/subscription.ts';

type Json = z.core.util.JSONType;
type JsonObject = { [key: string]: Json };

const json: z.ZodType<Json> = z.json();

/** What an object looks like on the wire. */
function toJson(value: object): Json {
	return json.parse(JSON.parse(JSON.stringify(value)));
}

/** An object on the wire, with what `expand` asks for in the place of ids. */
export function render(engine: Engine, value: object, expand: string[] = []): Json {
	const answer = toJson(value);
	for (const path of expand) {
		const steps = path.split('.');
		if (steps.length > 5) throw cannotExpand(path, 'You cannot expand more than 4 levels.');
		grow(engine, answer, steps, path);
	}
	return answer;
}

/** Fields that most objects lack, and that may be asked for all the same. */
const optional: Record<string, string[]> = { refund: ['failure_balance_transaction'] };

function grow(engine: Engine, value: Json | undefined, steps: string[], path: string): void {
	const [step, ...rest] = steps;
	if (step === undefined || value === null || value === undefined) return;
	if (Array.isArray(value)) return value.forEach((entry) => grow(engine, entry, steps, path));
	if (!isObject(value)) throw cannotExpand(path);
	if (!(step in value) && optional[String(value.object)]?.includes(step)) return;
	const held = value[step] ?? includable(engine, value, step);
	if (held === undefined) throw cannotExpand(path);
	const grown = typeof held === 'string' ? lookUp(engine, held, path) : held;
	value[step] = grown;
	grow(engine, grown, rest, path);
}

/** Fields that are there only when they are asked for. */
function includable(engine: Engine, owner: JsonObject, field: string): Json | undefined {
	if (field in owner) return null;
	const { store } = engine;
	const id = typeof owner.id === 'string' ? owner.id : '';
	if (owner.object === 'checkout.session' && field === 'line_items') {
		const checkout = store.get('checkouts', id);
		const items = checkout
			? lineItems(checkout, {
					price: (price) => store.get('prices', price),
					name: (price) => store.get('products', idOf(price.product))?.name ?? ''
				})
			: [];
		return toJson(innerList(items, `/v1/checkout/sessions/${id}/line_items`));
	}
	if (owner.object === 'invoice' && field === 'payments') {
		const payments = store.all('invoicePayments').filter(({ invoice }) => invoice === id);
		return toJson(innerList(payments, `/v1/invoice_payments?invoice=${id}`));
	}
	if (owner.object === 'invoice' && field === 'confirmation_secret') {
		const bond = store.all('invoicePayments').find(({ invoice }) => invoice === id);
		const intent = store.get('paymentIntents', idOf(bond?.payment.payment_intent) ?? '');
		const secret = intent?.client_secret;
		return secret ? { client_secret: secret, type: 'payment_intent' } : null;
	}
	if (owner.object === 'charge' && field === 'refunds') {
		const refunds = store.all('refunds').filter(({ charge }) => charge === id);
		return toJson(innerList(refunds, `/v1/charges/${id}/refunds`));
	}
	if (owner.object === 'customer' && field === 'subscriptions') {
		const subscriptions = store
			.all('subscriptions')
			.filter(({ customer, ended_at }) => customer === id && !ended_at);
		return toJson(innerList(subscriptions, `/v1/customers/${id}/subscriptions`));
	}
	return undefined;
}

function lookUp(engine: Engine, id: string, path: string): Json {
	const { store } = engine;
	const found =
		store.get('customers', id) ??
		store.get('products', id) ??
		store.get('prices', id) ??
		store.get('subscriptions', id) ??
		store.get('invoices', id) ??
		store.get('paymentIntents', id) ??
		store.get('paymentMethods', id) ??
		store.get('charges', id) ??
		store.get('refunds', id) ??
		store.get('balanceTransactions', id) ??
		store.get('checkoutSessions', id) ??
		store.get('portalConfigurations', id) ??
		store.get('testClocks', id);
	if (!found) throw cannotExpand(path);
	return toJson(found);
}

function isObject(value: Json): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function cannotExpand(path: string, why = '') {
	return invalid(`This property cannot be expanded (${path}). ${why}`.trim(), { param: 'expand' });
}
