import { fail, type ActionFailure } from '@sveltejs/kit';
import { z } from 'zod';
import { readForm } from './http/read-body.ts';

export interface FormFailure {
	/** What was typed, to be shown again; never a password, code or token, and never a file. */
	values: Record<string, string>;
	/** The first complaint of every field; those about the whole form are under `form`. */
	errors: Record<string, string>;
}

type Parsed<T> = { ok: true; data: T } | { ok: false; failure: ActionFailure<FormFailure> };

const secretField = /password|code|token|secret/i;

/**
 * Checks a form with a schema. A field whose schema is an array takes all its values, any other the
 * last one. Fields that the schema does not name are not looked at.
 * @throws {AppError} what {@link readForm} throws, when given a request
 */
export async function parseForm<S extends z.ZodObject>(
	schema: S,
	source: Request | FormData
): Promise<Parsed<z.output<S>>> {
	const form = source instanceof FormData ? source : await readForm(source);
	const input = fieldsOf(schema, form);
	const result = schema.safeParse(input);
	if (result.success) return { ok: true, data: result.data };

	const errors: Record<string, string> = {};
	for (const issue of result.error.issues) {
		const field = issue.path.length > 0 ? String(issue.path[0]) : 'form';
		errors[field] ??= issue.message;
	}
	return { ok: false, failure: formFailure(400, input, errors) };
}

/**
 * The fields of a form that a schema names, as they were sent: a list where its schema is an array,
 * else the last value. One walk through the form, however many fields it has.
 */
export function fieldsOf(schema: z.ZodObject, form: FormData): Record<string, unknown> {
	const isListed = new Map(
		Object.entries(schema.shape).map(([name, field]) => [name, isList(field)])
	);
	const input: Record<string, unknown> = {};
	for (const [name, value] of form) {
		if (!isListed.has(name)) continue;
		const list = input[name];
		if (Array.isArray(list)) list.push(value);
		else input[name] = isListed.get(name) ? [value] : value;
	}
	return input;
}

/** Shows a form again: with what was typed and what is wrong with it. */
export function formFailure(
	status: number,
	values: Record<string, unknown>,
	errors: Record<string, string>
): ActionFailure<FormFailure> {
	const shown = Object.entries(values).filter(
		([name, value]) => !secretField.test(name) && ['string', 'number'].includes(typeof value)
	);
	return fail(status, {
		values: Object.fromEntries(shown.map(([name, value]) => [name, String(value)])),
		errors
	});
}

function isList(schema: unknown): boolean {
	if (
		schema instanceof z.ZodOptional ||
		schema instanceof z.ZodDefault ||
		schema instanceof z.ZodNullable
	) {
		return isList(schema.unwrap());
	}
	if (schema instanceof z.ZodPipe) return isList(schema.in);
	return schema instanceof z.ZodArray;
}
