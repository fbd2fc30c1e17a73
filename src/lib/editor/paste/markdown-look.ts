/** Lines that nobody writes in plain text without meaning it. */
const SIGNS = [
	/^#{1,6} \S/m,
	/^(?:[-*+] \S.*(?:\n|$)){2}/m,
	/^(?:\d{1,3}[.)] \S.*(?:\n|$)){2}/m,
	/^```/m,
	/^> \S/m,
	/\[[^\]\n]+\]\((?:https?:|mailto:|\/)[^)\s]+\)/,
	/\*\*[^*\s][^*\n]*\*\*/
];

/** Whether plain text was written as Markdown: one clear sign is enough. */
export function looksLikeMarkdown(text: string): boolean {
	return SIGNS.some((sign) => sign.test(text.replace(/\r\n?/g, '\n')));
}
