import { htmlText } from '../../content/text.ts';
import { readMoment } from '../../domain/moments.ts';
import type { Note, NoteCode } from './records.ts';

/** What did not come over as it was, gathered while an item is read. */
export class Notes {
	readonly list: Note[] = [];

	add(code: NoteCode, count = 1, detail?: string): void {
		if (count > 0) this.list.push({ code, count, ...(detail !== undefined && { detail }) });
	}

	/** One line of at most so many characters, without control characters. */
	clip(text: string, length: number): string {
		const line = text
			.toWellFormed()
			.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
			.trim();
		const letters = [...line];
		if (letters.length <= length) return line;
		this.add('shortened');
		return `${letters
			.slice(0, length - 1)
			.join('')
			.trimEnd()}…`;
	}

	/** The same of HTML. */
	clipHtml(html: string, length: number): string {
		return this.clip(htmlText(html), length);
	}
}

/** A moment in ISO 8601. Ghost writes UTC, with or without saying so. */
export function moment(value: string | number | null | undefined): string | null {
	if (value === null || value === undefined || value === '') return null;
	const plain =
		typeof value === 'string' && /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(value);
	const date = new Date(plain ? `${String(value).replace(' ', 'T')}Z` : value);
	// Years before 1 and after 9999 are slips, and the database refuses them.
	return readMoment(date)?.toISOString() ?? null;
}
