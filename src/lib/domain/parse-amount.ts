import { formatAmount, formatterOf, separatorsOf, type Separators } from './amounts.ts';
import { AMOUNT_MAX, currencyOf } from './currencies.ts';
import { asciiDigits } from './digits.ts';

/** Characters that are read of an amount. No amount has as many; more would only cost time. */
const LONGEST = 1000;

type Parsed = { ok: true; amount: number } | { ok: false; error: string };

/**
 * Reads what somebody typed as a price: “5”, “5.00”, “1,234.50”, “5 €”. A point and a comma are told
 * apart by what stands behind them and, where that leaves a doubt, by the language.
 * @returns the amount in the smallest unit of the currency, or a sentence that says what to do
 */
export function parseAmount(text: string, code: string, language: string): Parsed {
	const { decimals, step, least } = currencyOf(code);
	const name = code.toUpperCase();
	const figures = text.length > LONGEST ? null : bareFigures(text, code, language);
	if (figures === null)
		return refuse(`Please write an amount in ${name}, such as ${example(code, language)}.`);

	const parts = splitFigures(figures, separatorsOf(language));
	if (!parts)
		return refuse('Please write the amount with figures only, without stray points or commas.');
	const fraction = parts.fraction.replace(/0+$/, '');
	const allowed = decimals - String(step).length + 1;
	if (fraction.length > allowed) {
		return refuse(
			allowed === 0
				? `${name} has no decimals. Please write a whole amount.`
				: `${name} takes ${allowed} decimals at most.`
		);
	}
	const amount = Number(parts.whole + fraction.padEnd(decimals, '0'));
	if (amount === 0)
		return refuse('A price is more than nothing. Leave it empty where there is none.');
	if (!Number.isSafeInteger(amount) || amount > AMOUNT_MAX) {
		return refuse(
			`That is more than can be charged at once: at most ${formatAmount(largest(step), code, language)}.`
		);
	}
	if (amount < least)
		return refuse(`The least that can be charged is ${formatAmount(least, code, language)}.`);
	return { ok: true, amount };
}

function refuse(error: string): Parsed {
	return { ok: false, error };
}

function largest(step: number): number {
	return AMOUNT_MAX - (AMOUNT_MAX % step);
}

function example(code: string, language: string): string {
	const { decimals } = currencyOf(code);
	return formatAmount(5 * 10 ** Math.max(decimals, 2), code, language);
}

// Marks of direction, which Intl puts around amounts in scripts that run from right to left.
const directions = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Figures and separators alone; null when something else is among them. */
function bareFigures(text: string, code: string, language: string): string | null {
	let rest = text.normalize('NFKC').replace(directions, '');
	for (const symbol of symbolsOf(code, language)) {
		const at = rest.toLowerCase().indexOf(symbol);
		if (at >= 0) rest = rest.slice(0, at) + ' ' + rest.slice(at + symbol.length);
	}
	rest = asciiDigits(rest.trim());
	return /^\d[\d.,'’\s\u066b\u066c]*$/.test(rest) ? rest : null;
}

/** How a currency is written in a language, longest first: its sign, its short sign, its code. */
function symbolsOf(code: string, language: string): string[] {
	const symbols = new Set([code]);
	for (const tag of [language, 'en']) {
		for (const currencyDisplay of ['symbol', 'narrowSymbol'] as const) {
			const parts = formatterOf(tag, code, 0, 'standard', currencyDisplay).formatToParts(1);
			const symbol = parts.find(({ type }) => type === 'currency')?.value;
			if (symbol)
				symbols.add(symbol.normalize('NFKC').replace(directions, '').trim().toLowerCase());
		}
	}
	return [...symbols].filter((symbol) => !/\d/.test(symbol)).sort((a, b) => b.length - a.length);
}

/** Whole part and decimals, digits only; null where the separators make no sense. */
function splitFigures(
	figures: string,
	own: Separators
): { whole: string; fraction: string } | null {
	const plain = figures.replace(/(\d)[\s'’\u066c](?=\d)/g, '$1_').replace(/\u066b/g, '.');
	const last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
	const mark = plain.charAt(last);
	const isDecimal = last >= 0 && plain.indexOf(mark) === last && !isGroup(plain, last, own);
	const whole = isDecimal ? plain.slice(0, last) : plain;
	const fraction = isDecimal ? plain.slice(last + 1) : '';
	// Groups of three; the subcontinent has two in all but the last.
	if (!/^(\d+|\d{1,3}([._,])(?:\d{2,3}\2)*\d{3})$/.test(whole) || !/^\d*$/.test(fraction)) {
		return null;
	}
	return { whole: whole.replace(/\D/g, ''), fraction };
}

/** Whether a separator that stands once sets off thousands: three figures behind it, and the language says so. */
function isGroup(figures: string, at: number, own: Separators): boolean {
	const mark = figures.charAt(at);
	const other = mark === '.' ? ',' : '.';
	if (figures.includes(other) || figures.includes('_')) return false;
	return mark !== own.decimal && /^\d{3}$/.test(figures.slice(at + 1));
}
