import { escapeHtml, headerLine, oneLine } from './text.ts';

/** The words of a mail, as text and as HTML that say the same. */
export interface Letter {
	subject: string;
	text: string;
	html: string;
}

/** A part of a letter: a paragraph, a code to type, or a way on. */
export type Part = string | { code: string } | { link: string; label: string };

/** What a letter says. Everything in it is plain text: names may hold whatever somebody typed. */
export interface Sheet {
	subject: string;
	/** Who writes: stands above the title. */
	masthead: string;
	/** The language of the masthead where it is another than that of the letter. */
	language?: string;
	title: string;
	parts: Part[];
	/** Why this mail came, and what to do if it should not have. */
	foot: string;
}

/** Sets a letter. Text and HTML are made of the same parts, so neither can say more than the other. */
export function setLetter(sheet: Sheet): Letter {
	return { subject: headerLine(sheet.subject), text: asText(sheet), html: asHtml(sheet) };
}

function asText({ masthead, title, parts, foot }: Sheet): string {
	const body = parts.map((part) => {
		if (typeof part === 'string') return oneLine(part);
		return 'code' in part ? oneLine(part.code) : `${oneLine(part.label)}:\n${part.link}`;
	});
	return [oneLine(masthead), oneLine(title), ...body, '—', oneLine(foot)].join('\n\n') + '\n';
}

const serif = "Literata,Georgia,'Times New Roman',serif";
const sans = "'Public Sans','Helvetica Neue',Arial,sans-serif";
const mono = "'IBM Plex Mono',Menlo,Consolas,monospace";
const ink = '#1d1814';
const paper = '#faf9f5';
const rule = '#d9d6cf';
const muted = '#69645d';

function asHtml(sheet: Sheet): string {
	const lang = sheet.language ? ` lang="${escapeHtml(sheet.language)}"` : '';
	return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>${words(sheet.subject)}</title>
</head>
<body style="margin:0;padding:32px 16px;background:${paper};color:${ink}">
<div style="max-width:480px;margin:0 auto;font:16px/1.6 ${serif};overflow-wrap:anywhere">
<p dir="auto"${lang} style="margin:0 0 32px;padding:0 0 8px;border-bottom:1px solid ${ink};font:600 14px/20px ${sans}">${words(sheet.masthead)}</p>
<h1 style="margin:0 0 12px;font:600 26px/1.25 ${serif}">${words(sheet.title)}</h1>
${sheet.parts.map(partHtml).join('\n')}
<p style="margin:40px 0 0;padding:16px 0 0;border-top:1px solid ${rule};color:${muted};font:13px/20px ${sans}">${words(sheet.foot)}</p>
</div>
</body>
</html>
`;
}

function partHtml(part: Part): string {
	if (typeof part === 'string') return `<p style="margin:0 0 16px">${words(part)}</p>`;
	if ('code' in part) {
		return `<p style="margin:24px 0;padding:16px 0;border-top:1px solid ${rule};border-bottom:1px solid ${rule};font:600 32px/40px ${mono};letter-spacing:6px">${words(part.code)}</p>`;
	}
	const { link, label } = part;
	return `<p style="margin:24px 0"><a href="${escapeHtml(link)}" style="display:inline-block;padding:10px 20px;border-radius:4px;background:${ink};color:${paper};text-decoration:none;font:600 15px/24px ${sans}">${words(label)}</a></p>`;
}

function words(text: string): string {
	return escapeHtml(oneLine(text));
}
