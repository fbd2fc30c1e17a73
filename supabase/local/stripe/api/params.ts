import { z } from 'zod';
import { invalid, type StripeProblem } from '../errors.ts';
import { amountStep, isCurrency, maximumAmount } from '../money.ts';

/** Building blocks of parameters. All of them arrive as text, and are refused in Stripe's words. */

const refuse = (ctx: z.RefinementCtx, code: string | undefined, message: string) => {
	ctx.addIssue({ code: 'custom', message, params: { code } });
	return z.NEVER;
};

export const text = z.string().transform((value, ctx) => {
	if (value.length > 5000) {
		return refuse(ctx, 'parameter_too_long', 'Invalid string: must be at most 5000 characters');
	}
	return value === '' ? refuse(ctx, 'parameter_invalid_empty', '') : value;
});

export const integer = z
	.string()
	.transform((value, ctx) =>
		/^-?\d+$/.test(value)
			? Number(value)
			: refuse(ctx, 'parameter_invalid_integer', `Invalid integer: ${value}`)
	);

export const count = integer.refine((value) => value >= 1, 'This value must be greater than 0.');

export const amount = integer
	.refine((value) => value >= 0, 'This value must be greater than or equal to 0.')
	.refine((value) => value <= maximumAmount, {
		error: 'Amount must be no more than 99999999',
		params: { code: 'amount_too_large' }
	});

export const boolean = z
	.string()
	.transform((value, ctx) =>
		value === 'true' || value === 'false'
			? value === 'true'
			: refuse(ctx, undefined, `Invalid boolean: ${value}`)
	);

export const currency = text.transform((value, ctx) => {
	const code = value.toLowerCase();
	if (isCurrency(code)) return code;
	return refuse(
		ctx,
		undefined,
		`Invalid currency: ${code}. See https://docs.stripe.com/currencies for those that are supported.`
	);
});

export const url = text.transform((value, ctx) =>
	URL.canParse(value) && /^https?:/.test(value)
		? value
		: refuse(ctx, 'url_invalid', 'Not a valid URL')
);

export const email = text.transform((value, ctx) =>
	/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)
		? value
		: refuse(ctx, 'email_invalid', `Invalid email address: ${value}`)
);

export const oneOf = <T extends string>(...values: [T, ...T[]]) =>
	z.string().transform((value, ctx) => {
		const known = values.find((candidate) => candidate === value);
		return known ?? refuse(ctx, undefined, `must be one of ${values.join(', ')}`);
	});

/** An empty value takes the parameter back. */
export const clearable = <T extends z.ZodType>(schema: T) =>
	z.unknown().transform((value, ctx): z.output<T> | null => {
		if (value === '') return null;
		const parsed = schema.safeParse(value);
		if (parsed.success) return parsed.data;
		for (const issue of parsed.error.issues) ctx.addIssue({ ...issue });
		return z.NEVER;
	});

/** https://docs.stripe.com/api/metadata: 50 keys of 40 characters with values of 500. */
export const metadata = z
	.record(z.string(), z.string())
	.refine((map) => Object.keys(map).length <= 50, 'Metadata can have up to 50 keys.')
	.refine(
		(map) => Object.keys(map).every((key) => key.length <= 40),
		'Metadata keys must be at most 40 characters.'
	)
	.refine(
		(map) => Object.values(map).every((value) => value.length <= 500),
		'Metadata values must be at most 500 characters.'
	);

/** Moments: a number, or bounds around one. */
export const range = z.unknown().transform((value, ctx) => {
	const bounds = z
		.strictObject({
			gt: integer.optional(),
			gte: integer.optional(),
			lt: integer.optional(),
			lte: integer.optional()
		})
		.safeParse(typeof value === 'string' ? { gte: value, lte: value } : value);
	if (bounds.success) return bounds.data;
	for (const issue of bounds.error.issues) ctx.addIssue({ ...issue });
	return z.NEVER;
});

/**
 * Reads parameters.
 * @throws StripeProblem that names the parameter which is unknown, missing or wrong
 */
export function readParams<T extends z.ZodType>(schema: T, given: unknown): z.output<T> {
	const parsed = schema.safeParse(given);
	if (parsed.success) return parsed.data;
	const { issues } = parsed.error;
	// Stripe looks for strangers before it looks at what is there.
	const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
	throw issue ? problemOf(issue, given) : invalid('Invalid request.');
}

function problemOf(issue: z.core.$ZodIssue, given: unknown): StripeProblem {
	if (issue.code === 'unrecognized_keys') {
		const names = issue.keys.map((key) => nameOf([...issue.path, key]));
		const plural = names.length > 1 ? 's' : '';
		return invalid(`Received unknown parameter${plural}: ${names.join(', ')}`, {
			code: 'parameter_unknown',
			param: names[0]
		});
	}
	const param = nameOf(issue.path);
	if (valueAt(given, issue.path) === undefined) {
		return invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
	}
	const wish = issue.code === 'custom' ? issue.params?.code : undefined;
	const code = typeof wish === 'string' ? wish : undefined;
	if (code === 'parameter_invalid_empty') {
		return invalid(
			`You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`,
			{ code, param }
		);
	}
	if (issue.code !== 'custom') return invalid(`Invalid ${param}`, { param });
	const message = issue.message.startsWith('must be') ? `Invalid ${param}: ` : '';
	return invalid(message + issue.message, { code, param });
}

/** `items[0][price]`, as Stripe names an inner parameter. */
function nameOf(path: PropertyKey[]): string {
	const [head, ...inner] = path.map(String);
	return head + inner.map((part) => `[${part}]`).join('');
}

function valueAt(value: unknown, path: PropertyKey[]): unknown {
	return path.reduce<unknown>(
		(inner, key) => (isRecord(inner) && Object.hasOwn(inner, key) ? inner[String(key)] : undefined),
		value
	);
}

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}

/** @throws StripeProblem where the currency has no such amount */
export function checkStep(unitAmount: number, code: string, param = 'unit_amount'): void {
	const step = amountStep(code);
	if (unitAmount % step === 0) return;
	throw invalid(`Invalid ${param}: amounts in ${code} must be evenly divisible by ${step}.`, {
		code: 'parameter_invalid_integer',
		param
	});
}
