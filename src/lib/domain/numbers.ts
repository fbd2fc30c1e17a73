/**
 * A formatter of numbers in the way of a language. A language this machine does not know falls back to
 * British English, and a currency that is none to a bare number: a page must not fail over a setting.
 * @param language BCP 47
 */
export function numberFormat(
	language: string,
	options: Intl.NumberFormatOptions = {}
): Intl.NumberFormat {
	const tag = language === 'en' ? 'en-GB' : language;
	const attempts: [string, Intl.NumberFormatOptions][] = [
		[tag, options],
		['en-GB', options]
	];
	for (const [locale, wish] of attempts) {
		try {
			return new Intl.NumberFormat(locale, wish);
		} catch {
			// The next attempt asks for less.
		}
	}
	const { minimumFractionDigits, maximumFractionDigits, notation } = options;
	return new Intl.NumberFormat('en-GB', { minimumFractionDigits, maximumFractionDigits, notation });
}
