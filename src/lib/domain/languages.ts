const rightToLeft = new Set(['Adlm', 'Arab', 'Hebr', 'Nkoo', 'Rohg', 'Syrc', 'Thaa']);

/** Which way a language is written, from its usual script: for the `dir` attribute. */
export function directionOf(language: string): 'ltr' | 'rtl' {
	try {
		return rightToLeft.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';
	} catch {
		return 'ltr';
	}
}
