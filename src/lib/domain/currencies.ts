/**
 * The currencies Stripe takes payments in, and how it counts them.
 * @see https://docs.stripe.com/currencies
 */

/** https://docs.stripe.com/currencies#presentment-currencies, and those with three decimals. */
const codes =
	'aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd ' +
	'cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq ' +
	'gyd hkd hnl htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd ' +
	'lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk ' +
	'php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top ' +
	'try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw';

/** https://docs.stripe.com/currencies#zero-decimal: an amount of 500 is five hundred. */
const withoutDecimals = 'bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' ');

/** https://docs.stripe.com/currencies#three-decimal: the last of the three has to be nought. */
const withThreeDecimals = 'bhd jod kwd omr tnd'.split(' ');

/**
 * https://docs.stripe.com/currencies#special-cases: counted in hundredths for old programs' sake, yet
 * no fraction can be charged. The forint and the Taiwan dollar stand there too, but their rule is one
 * of payouts: fractions of them can be charged.
 */
const wholeInHundredths = ['isk', 'ugx'];

/**
 * https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts, in the smallest unit. They hold
 * for the currency an account is paid out in; a price in another one is held against it after exchange.
 */
const leastCharges: Record<string, number> = {
	...{
		usd: 50,
		aed: 200,
		aud: 50,
		bgn: 100,
		brl: 50,
		cad: 50,
		chf: 50,
		czk: 1500,
		dkk: 250,
		eur: 50
	},
	...{ gbp: 30, hkd: 400, huf: 17_500, inr: 50, jpy: 50, mxn: 1000, myr: 200, nok: 300, nzd: 50 },
	...{ pln: 200, ron: 200, sek: 300, sgd: 50, thb: 1000 }
};

/** Eight digits, as Stripe takes for all currencies; only the rupiah could have more. */
export const AMOUNT_MAX = 99_999_999;

export interface Currency {
	/** ISO 4217 in lower case, as Stripe writes it. */
	code: string;
	/** Decimals of the smallest unit that amounts are counted in. */
	decimals: number;
	/** What an amount in the smallest unit has to be a multiple of. */
	step: number;
	/** The least that can be charged, in the smallest unit. */
	least: number;
}

const all = new Map(
	codes.split(' ').map((code): [string, Currency] => {
		const decimals = withoutDecimals.includes(code) ? 0 : withThreeDecimals.includes(code) ? 3 : 2;
		const step = wholeInHundredths.includes(code) ? 100 : decimals === 3 ? 10 : 1;
		return [code, { code, decimals, step, least: leastCharges[code] ?? step }];
	})
);

/** All of them, by code. */
export const currencies: readonly Currency[] = [...all.values()];

export function isCurrency(code: string): boolean {
	return all.has(code);
}

/** What is known of a currency. Stripe may learn new ones: unknown ones have two decimals, as most. */
export function currencyOf(code: string): Currency {
	return all.get(code) ?? { code, decimals: 2, step: 1, least: 1 };
}

const euroArea = 'AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK';
const moneyOf: Record<string, string> = {
	...Object.fromEntries(euroArea.split(' ').map((region) => [region, 'eur'])),
	...{ AU: 'aud', BG: 'bgn', BR: 'brl', CA: 'cad', CH: 'chf', CZ: 'czk', DK: 'dkk', GB: 'gbp' },
	...{ HK: 'hkd', HU: 'huf', IN: 'inr', IS: 'isk', JP: 'jpy', KR: 'krw', MX: 'mxn', MY: 'myr' },
	...{ NO: 'nok', NZ: 'nzd', PL: 'pln', RO: 'ron', SE: 'sek', SG: 'sgd', TH: 'thb', TW: 'twd' }
};

/** The currency most readers of a language pay in, as a first offer; dollars where we cannot tell. */
export function likelyCurrency(language: string): string {
	try {
		return moneyOf[new Intl.Locale(language).maximize().region ?? ''] ?? 'usd';
	} catch {
		return 'usd';
	}
}
