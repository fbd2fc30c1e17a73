/** Text for between tags or for an attribute in double quotes. */
export function escapeHtml(text: string): string {
	return escapeText(text).replaceAll('"', '&quot;');
}

/** Text for between tags only. Quotes stay, as in the output of the sanitiser. */
export function escapeText(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
