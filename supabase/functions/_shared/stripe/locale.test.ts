import { expect, it } from 'vitest';
import { stripeLocale } from './locale.ts';

it.each([
	['en', 'en'],
	['en-GB', 'en-GB'],
	['en-IE', 'en'],
	['pt-BR', 'pt-BR'],
	['de-AT', 'de'],
	['nn', 'nb'],
	['zh-Hant-HK', 'zh-TW'],
	['zh-Hans', 'zh'],
	['cy', 'auto']
])('%s is %s to Stripe', (language, locale) => {
	expect(stripeLocale(language)).toBe(locale);
});
