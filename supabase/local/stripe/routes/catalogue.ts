import { z } from 'zod';
import { endpoint, found, listEndpoint, retrieveEndpoint, type Endpoint } from '../api/endpoint.ts';
import { checkStep } from '../api/params.ts';
import * as p from '../api/params.ts';
import type { Engine } from '../engine.ts';
import { invalid } from '../errors.ts';
import { newPrice, newProduct } from '../objects/catalogue.ts';
import { given } from './given.ts';
import { mergeMetadata } from './metadata.ts';

const product = (engine: Engine, id: string) => engine.store.get('products', id);
const price = (engine: Engine, id: string) => engine.store.get('prices', id);

const recurring = z.strictObject({
	interval: p.oneOf('day', 'month', 'week', 'year'),
	interval_count: p.count.optional(),
	usage_type: p.oneOf('licensed').optional()
});

/** Products and prices. */
export const catalogueEndpoints: Endpoint[] = [
	endpoint(
		'POST',
		'/v1/products',
		{
			id: p.text.optional(),
			name: p.text,
			active: p.boolean.optional(),
			description: p.text.optional(),
			images: z.array(p.url).optional(),
			metadata: p.clearable(p.metadata).optional(),
			statement_descriptor: p.text.optional(),
			url: p.url.optional()
		},
		({ engine, params }) => {
			if (params.id && product(engine, params.id)) {
				throw invalid('Product already exists.', { code: 'resource_already_exists', param: 'id' });
			}
			const metadata = mergeMetadata({}, params.metadata);
			const made = newProduct({ ...params, metadata }, engine.now());
			return engine.create('products', made, 'product.created');
		}
	),
	retrieveEndpoint('/v1/products/:id', 'product', product),
	endpoint(
		'POST',
		'/v1/products/:id',
		{
			name: p.text.optional(),
			active: p.boolean.optional(),
			default_price: p.text.optional(),
			description: p.clearable(p.text).optional(),
			images: p.clearable(z.array(p.url)).optional(),
			metadata: p.clearable(p.metadata).optional(),
			statement_descriptor: p.text.optional(),
			url: p.clearable(p.url).optional()
		},
		({ engine, id, params: { metadata, images, ...params } }) => {
			const known = found(product(engine, id), 'product', id);
			if (params.default_price) {
				found(price(engine, params.default_price), 'price', params.default_price, 'default_price');
			}
			const patch = {
				...given(params),
				...(images === undefined ? {} : { images: images ?? [] }),
				metadata: mergeMetadata(known.metadata, metadata),
				updated: engine.now()
			};
			return engine.update('products', known, patch, 'product.updated');
		}
	),
	listEndpoint('/v1/products', { active: p.boolean.optional() }, ({ engine, params }) =>
		engine.store
			.all('products')
			.filter(({ active }) => params.active === undefined || active === params.active)
	),
	endpoint(
		'POST',
		'/v1/prices',
		{
			currency: p.currency,
			product: p.text,
			unit_amount: p.amount,
			recurring: recurring.optional(),
			active: p.boolean.optional(),
			nickname: p.text.optional(),
			lookup_key: p.text.optional(),
			metadata: p.clearable(p.metadata).optional()
		},
		({ engine, params }) => {
			found(product(engine, params.product), 'product', params.product, 'product');
			checkStep(params.unit_amount, params.currency);
			const key = params.lookup_key ?? null;
			if (key && engine.store.all('prices').some(({ lookup_key }) => lookup_key === key)) {
				throw invalid(`A price (already) uses that lookup key.`, { param: 'lookup_key' });
			}
			const made = newPrice(
				{
					product: params.product,
					currency: params.currency,
					unitAmount: params.unit_amount,
					recurring: params.recurring
						? {
								interval: params.recurring.interval,
								interval_count: params.recurring.interval_count ?? 1
							}
						: null,
					active: params.active ?? true,
					nickname: params.nickname ?? null,
					lookupKey: key,
					metadata: mergeMetadata({}, params.metadata)
				},
				engine.now()
			);
			return engine.create('prices', made, 'price.created');
		}
	),
	retrieveEndpoint('/v1/prices/:id', 'price', price),
	endpoint(
		'POST',
		'/v1/prices/:id',
		{
			active: p.boolean.optional(),
			nickname: p.clearable(p.text).optional(),
			metadata: p.clearable(p.metadata).optional()
		},
		({ engine, id, params: { metadata, ...params } }) => {
			const known = found(price(engine, id), 'price', id);
			const patch = { ...given(params), metadata: mergeMetadata(known.metadata, metadata) };
			return engine.update('prices', known, patch, 'price.updated');
		}
	),
	listEndpoint(
		'/v1/prices',
		{
			active: p.boolean.optional(),
			product: p.text.optional(),
			lookup_keys: z.array(p.text).optional()
		},
		({ engine, params }) =>
			engine.store
				.all('prices')
				.filter(({ active }) => params.active === undefined || active === params.active)
				.filter((one) => params.product === undefined || one.product === params.product)
				.filter((one) => params.lookup_keys?.includes(one.lookup_key ?? '') ?? true)
	)
];
