/** Scripts whose letters pass for those of others, and which are therefore worth a warning. */
const scripts = [
	['Latin', /\p{Script=Latin}/u],
	['Cyrillic', /\p{Script=Cyrillic}/u],
	['Greek', /\p{Script=Greek}/u],
	['Armenian', /\p{Script=Armenian}/u],
	['Hebrew', /\p{Script=Hebrew}/u],
	['Arabic', /\p{Script=Arabic}/u],
	['Cherokee', /\p{Script=Cherokee}/u],
	['Georgian', /\p{Script=Georgian}/u],
	['Devanagari', /\p{Script=Devanagari}/u],
	['Thai', /\p{Script=Thai}/u],
	['Hangul', /\p{Script=Hangul}/u],
	// Chinese and Japanese share their signs, and mix them with Latin letters every day.
	['Chinese or Japanese', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u]
] as const;

/**
 * The scripts that single words of an address mix, such as the Latin and the Cyrillic of `pаypal`:
 * nobody can tell from the look which letters to type. Empty when every word keeps to one.
 */
export function mixedScripts(slug: string): string[] {
	const mixed = new Set<string>();
	for (const word of slug.split(/[-_]+/)) {
		const used = scripts.filter(([, letters]) => letters.test(word)).map(([name]) => name);
		if (used.length > 1) for (const name of used) mixed.add(name);
	}
	return [...mixed];
}
