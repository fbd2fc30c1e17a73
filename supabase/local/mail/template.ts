/** The values a mail template may name, as hosted Auth offers them. */
export interface MailValues {
	ConfirmationURL: string;
	Token: string;
	TokenHash: string;
	SiteURL: string;
	RedirectTo: string;
	Email: string;
	NewEmail: string;
}

const placeholder = /\{\{\s*(.*?)\s*\}\}/g;

/**
 * Fills in `{{ .Name }}`, the only action of Go's html/template that our mails use. Like Go's, it
 * looks at where a value stands: in a link's query it is percent-encoded, elsewhere its HTML is
 * escaped.
 * @throws Error for an action or a name it does not know, so that no mail goes out half-filled
 */
export function renderHtml(template: string, values: MailValues): string {
	return template.replace(placeholder, (_, action: string, offset: number) => {
		const value = lookUp(action, values);
		return inQueryOfLink(template.slice(0, offset)) ? encodeURIComponent(value) : escapeHtml(value);
	});
}

/** Fills in a subject: plain text, in one line whatever the values hold. */
export function renderSubject(template: string, values: MailValues): string {
	return template
		.replace(placeholder, (_, action: string) => lookUp(action, values))
		.replace(/[\r\n]+/g, ' ');
}

/** The text of a mail for readers without HTML: a paragraph a line, links with their address. */
export function plainText(html: string): string {
	return html
		.replace(/<(head|style|title)\b.*?<\/\1\s*>/gs, '')
		.replace(/<a\b[^>]*href="([^"]*)"[^>]*>(.*?)<\/a\s*>/gs, '$2: $1')
		.replace(/\s+/g, ' ')
		.replace(/<\/(p|h\d|div)\s*>|<br\s*\/?>/g, '\n')
		.replace(/<[^>]+>/g, '')
		.replace(/&(amp|lt|gt|quot|#34|#39|nbsp);/g, (_, name: string) => entities[name] ?? '')
		.replace(/ *\n\s*/g, '\n\n')
		.trim();
}

const entities: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	'#34': '"',
	'#39': "'",
	nbsp: ' '
};

function lookUp(action: string, values: MailValues): string {
	const name = action.replace(/^\./, '');
	if (!action.startsWith('.') || !Object.hasOwn(values, name)) {
		throw new Error(`{{ ${action} }} is not known here`);
	}
	return values[name as keyof MailValues];
}

function inQueryOfLink(before: string): boolean {
	const link = /href="([^"]*)$/.exec(before)?.[1];
	return link !== undefined && link.replace(placeholder, '').includes('?');
}

function escapeHtml(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&#34;')
		.replaceAll("'", '&#39;');
}
