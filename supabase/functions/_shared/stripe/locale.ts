// https://docs.stripe.com/js/appendix/supported_locales
const known = new Set(
	'bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hr hu id it ja ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW'.split(
		' '
	)
);
const otherwise: Record<string, string> = { nn: 'nb', no: 'nb', 'zh-Hant': 'zh-TW' };

/**
 * The language of Stripe's pages nearest to that of a publication; `auto`, the browser's, where it
 * has none.
 * @param language a BCP 47 tag
 */
export function stripeLocale(language: string): string {
	const parts = language.split('-');
	for (let length = parts.length; length > 0; length--) {
		const tag = parts.slice(0, length).join('-');
		if (otherwise[tag]) return otherwise[tag];
		if (known.has(tag)) return tag;
	}
	return 'auto';
}
