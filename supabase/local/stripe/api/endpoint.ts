import { z } from 'zod';
import type { Engine } from '../engine.ts';
import { invalid, noSuch } from '../errors.ts';
import { integer, range, readParams } from './params.ts';
import { render } from './render.ts';

/** What a request comes with. */
export interface Call<P> {
	engine: Engine;
	params: P;
	/** The id in the address; empty where it has none. */
	id: string;
}

/** One address of the API: reads its parameters strictly, and answers with what is to be sent. */
export interface Endpoint {
	method: 'GET' | 'POST' | 'DELETE';
	/** As Hono writes it: `/v1/products/:id`. */
	path: string;
	answer(engine: Engine, id: string, given: Record<string, unknown>): unknown;
}

const expand = z.array(z.string()).optional();
const paging = {
	limit: integer.optional(),
	starting_after: z.string().optional(),
	ending_before: z.string().optional()
};

/** An endpoint that answers with one object. */
export function endpoint<S extends z.ZodRawShape>(
	method: Endpoint['method'],
	path: string,
	shape: S,
	run: (call: Call<z.output<z.ZodObject<S>>>) => object
): Endpoint {
	const schema = z.strictObject(shape);
	return {
		method,
		path,
		answer(engine, id, given) {
			const { own, common } = split(given, ['expand']);
			const { expand: paths } = readParams(z.strictObject({ expand }), common);
			return render(engine, run({ engine, id, params: readParams(schema, own) }), paths);
		}
	};
}

interface Listed {
	id: string;
	created?: number;
}

/** An endpoint that answers with a page of a list, the newest first. */
export function listEndpoint<S extends z.ZodRawShape>(
	path: string,
	shape: S,
	select: (call: Call<z.output<z.ZodObject<S>>>) => Listed[]
): Endpoint {
	const schema = z.strictObject(shape);
	const commonSchema = z.strictObject({ ...paging, created: range.optional(), expand });
	return {
		method: 'GET',
		path,
		answer(engine, id, given) {
			const { own, common } = split(given, Object.keys(commonSchema.shape));
			const params = readParams(commonSchema, common);
			const found = select({ engine, id, params: readParams(schema, own) });
			const { gt = -1, gte = 0, lt = Infinity, lte = Infinity } = params.created ?? {};
			const within = found.filter(
				({ created = 0 }) => created > gt && created >= gte && created < lt && created <= lte
			);
			// Sorting is stable: of one second, the last one made comes first.
			const sorted = within.reverse().sort((a, b) => (b.created ?? 0) - (a.created ?? 0));
			const { data, has_more } = page(sorted, params);
			return render(engine, { object: 'list', data, has_more, url: path }, params.expand);
		}
	};
}

/** An endpoint that finds one object by its id. */
export function retrieveEndpoint(
	path: string,
	what: string,
	find: (engine: Engine, id: string) => object | undefined
): Endpoint {
	return endpoint('GET', path, {}, ({ engine, id }) => found(find(engine, id), what, id));
}

/** @throws StripeProblem when there is nothing */
export function found<T>(value: T | undefined, what: string, id: string, param?: string): T {
	if (value === undefined) throw noSuch(what, id, param);
	return value;
}

interface Page {
	limit?: number;
	starting_after?: string;
	ending_before?: string;
}

function page(sorted: Listed[], { limit = 10, starting_after, ending_before }: Page) {
	if (limit < 1 || limit > 100) {
		throw invalid(`Invalid limit: must be between 1 and 100, not ${limit}`, {
			code: 'parameter_invalid_integer',
			param: 'limit'
		});
	}
	const placeOf = (id: string, param: string) => {
		const place = sorted.findIndex((entry) => entry.id === id);
		if (place < 0) throw noSuch('object', id, param);
		return place;
	};
	if (ending_before !== undefined) {
		const end = placeOf(ending_before, 'ending_before');
		const start = Math.max(0, end - limit);
		return { data: sorted.slice(start, end), has_more: start > 0 };
	}
	const start = starting_after === undefined ? 0 : placeOf(starting_after, 'starting_after') + 1;
	return {
		data: sorted.slice(start, start + limit),
		has_more: start + limit < sorted.length
	};
}

function split(given: Record<string, unknown>, names: string[]) {
	const entries = Object.entries(given);
	const isCommon = ([name]: [string, unknown]) => names.includes(name);
	return {
		common: Object.fromEntries(entries.filter(isCommon)),
		own: Object.fromEntries(entries.filter((entry) => !isCommon(entry)))
	};
}
