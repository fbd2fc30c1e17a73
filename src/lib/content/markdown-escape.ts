/** Text as Markdown that reads as this text: nothing in it makes emphasis, a link, a list or HTML. */
export function escapeMarkdown(text: string): string {
	return text
		.replace(/[\\`*_[\]<>~|$&]/g, '\\$&')
		.replace(/^([ \t]*)([#+=-]|\d{1,9}[.)])/gm, (_, space: string, sign: string) => {
			const at = sign.length - 1;
			return `${space}${sign.slice(0, at)}\\${sign.slice(at)}`;
		})
		.replace(/!(?=\\\[)/g, '\\!');
}

/** An address between the brackets of a link. */
export function markdownAddress(address: string): string {
	return /^[\w:/?#@!$&'*+,;=.%~-]*$/.test(address)
		? address
		: `<${address.replace(/[<>\\\n]/g, (sign) => encodeURIComponent(sign))}>`;
}

/** Text between as many backticks as it takes. */
export function markdownCode(text: string): string {
	const fence = '`'.repeat(longestRun(text) + 1);
	const pad = /^`|`$|^ .* $/.test(text) ? ' ' : '';
	return `${fence}${pad}${text}${pad}${fence}`;
}

/** A block of code whose fence nothing in it can end. */
export function markdownFence(text: string, language: string): string {
	const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
	return `${fence}${language}\n${text}\n${fence}`;
}

/** A formula between dollars: neither ends it, and none of it is HTML to a reader without formulas. */
export function markdownLatex(latex: string): string {
	return latex
		.replaceAll('<', '\\lt ')
		.replace(/(?<!\\)\$/g, '\\$')
		.replace(/\n{2,}/g, '\n');
}

function longestRun(text: string): number {
	let longest = 0;
	for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
	return longest;
}
