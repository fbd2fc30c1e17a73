import { currencyOf } from './currencies.ts';
import { numberFormat } from './numbers.ts';

/**
 * An amount in words a reader knows: “£5”, “1.234,50 €”, “￥500”. Whole amounts have no decimals.
 * @param amount in the smallest unit of the currency, as Stripe counts it
 * @param language BCP 47; one this machine does not know falls back to British English
 */
export function formatAmount(amount: number, code: string, language: string): string {
	const { decimals } = currencyOf(code);
	const whole = amount % 10 ** decimals === 0;
	return written(majorUnits(amount, code), formatterOf(language, code, whole ? 0 : decimals));
}

/** With the sign of a figure, which is as wide as a digit, where `Intl` has a hyphen. */
function written(amount: number, formatter: Intl.NumberFormat): string {
	return formatter
		.formatToParts(amount)
		.map(({ type, value }) => (type === 'minusSign' ? value.replace('-', '−') : value))
		.join('');
}

/** The bare figures of an amount, for a field of a form: “5”, “1234.50”, in the way of a language. */
export function amountForField(amount: number, code: string, language: string): string {
	const figures = decimalAmount(amount, code).replace(/\.0+$/, '');
	return figures.replace('.', separatorsOf(language).decimal);
}

/** An amount as other programs read it: always a point, always all decimals, “1234.50”. */
export function decimalAmount(amount: number, code: string): string {
	const { decimals } = currencyOf(code);
	const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
	const at = digits.length - decimals;
	const sign = amount < 0 ? '-' : '';
	return sign + digits.slice(0, at) + (decimals > 0 ? `.${digits.slice(at)}` : '');
}

/** A short form for charts, where the exact figure stands in the table below: “£1.8k”. */
export function shortAmount(amount: number, code: string, language: string): string {
	const major = majorUnits(amount, code);
	if (Math.abs(major) < 10_000) {
		return written(Math.round(major), formatterOf(language, code, 0));
	}
	return written(major, formatterOf(language, code, 1, 'compact'));
}

/** What a currency is called, in English as the desk is: “British Pound”. */
export function currencyName(code: string): string {
	// Names are known for three letters only; anything else throws.
	if (!/^[a-z]{3}$/i.test(code)) return code;
	return new Intl.DisplayNames('en', { type: 'currency' }).of(code.toUpperCase()) ?? code;
}

function majorUnits(amount: number, code: string): number {
	return amount / 10 ** currencyOf(code).decimals;
}

/** How a language writes numbers. */
export interface Separators {
	decimal: string;
	group: string;
}

const separators = new Map<string, Separators>();

/** The marks of a language, with those of the Arabic scripts written as ours. */
export function separatorsOf(language: string): Separators {
	const known = separators.get(language);
	if (known) return known;
	const parts = numberFormat(language, { useGrouping: true }).formatToParts(12345.6);
	const find = (type: string) => parts.find((part) => part.type === type)?.value;
	const of = (value: string | undefined, otherwise: string) =>
		(value ?? otherwise).replace('\u066b', '.').replace('\u066c', ',');
	const made = { decimal: of(find('decimal'), '.'), group: of(find('group'), ',') };
	separators.set(language, made);
	return made;
}

// Making a formatter costs a hundred times what using it does.
const formatters = new Map<string, Intl.NumberFormat>();
const FORMATTERS_MAX = 500;

/** A formatter of amounts of one currency, kept for the next time. */
export function formatterOf(
	language: string,
	code: string,
	digits: number,
	notation: 'standard' | 'compact' = 'standard',
	currencyDisplay: 'symbol' | 'narrowSymbol' = 'symbol'
): Intl.NumberFormat {
	const key = `${language} ${code} ${digits} ${notation} ${currencyDisplay}`;
	const known = formatters.get(key);
	if (known) return known;
	if (formatters.size >= FORMATTERS_MAX) formatters.clear();
	const made = numberFormat(language, {
		...{ style: 'currency', currency: code.toUpperCase(), currencyDisplay, notation },
		minimumFractionDigits: notation === 'compact' ? 0 : digits,
		maximumFractionDigits: digits
	});
	formatters.set(key, made);
	return made;
}
