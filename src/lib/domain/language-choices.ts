// Languages people publish in most, by BCP 47 tag; others can be set through the API.
const tags = [
	...['ar', 'bg', 'bn', 'ca', 'cs', 'cy', 'da', 'de', 'de-AT', 'de-CH', 'el', 'en-AU', 'en-CA'],
	...['en-GB', 'en-IE', 'en-IN', 'en-NZ', 'en-US', 'es', 'es-MX', 'et', 'eu', 'fa', 'fi', 'fr'],
	...[
		'fr-CA',
		'fr-CH',
		'ga',
		'gl',
		'he',
		'hi',
		'hr',
		'hu',
		'id',
		'is',
		'it',
		'ja',
		'ko',
		'lt',
		'lv'
	],
	...['mk', 'nb', 'nl', 'nn', 'pl', 'pt', 'pt-BR', 'ro', 'ru', 'sk', 'sl', 'sq', 'sr', 'sv', 'sw'],
	...['th', 'tr', 'uk', 'ur', 'vi', 'zh-Hans', 'zh-Hant']
];

const inEnglish = new Intl.DisplayNames('en-GB', { type: 'language', languageDisplay: 'standard' });

export interface LanguageChoice {
	tag: string;
	/** In English, which is the language of the desk. */
	name: string;
}

/**
 * Languages for a list to choose from, by name.
 * @param present one that has to be among them, since it is chosen already
 */
export function languageChoices(present?: string): LanguageChoice[] {
	const all = present && !tags.includes(present) ? [...tags, present] : tags;
	return all
		.map((tag) => ({ tag, name: nameOf(tag) }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

function nameOf(tag: string): string {
	try {
		return inEnglish.of(tag) ?? tag;
	} catch {
		return tag;
	}
}
