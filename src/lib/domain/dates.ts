import { readMoment } from './moments.ts';

/** Where and in what language a date is shown; both come from the publication, never the server. */
export interface Locale {
	/** BCP 47 tag. */
	language: string;
	/** IANA name. */
	timeZone: string;
}

const styles = {
	/** 14 November 2026 */
	long: { day: 'numeric', month: 'long', year: 'numeric' },
	/** Saturday, 14 November 2026 */
	full: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
	/** 14 Nov 2026 */
	short: { day: 'numeric', month: 'short', year: 'numeric' },
	/** 14 November */
	day: { day: 'numeric', month: 'long' },
	/** November 2026 */
	month: { month: 'long', year: 'numeric' },
	/** Nov 2026 */
	shortMonth: { month: 'short', year: 'numeric' },
	/** 2026 */
	year: { year: 'numeric' },
	/** 14 Nov 2026, 06:40 */
	moment: {
		day: 'numeric',
		month: 'short',
		year: 'numeric',
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23'
	}
} satisfies Record<string, Intl.DateTimeFormatOptions>;

export type DateStyle = keyof typeof styles;

/**
 * A moment in words; empty for one that cannot be read. A language or a time zone this machine does not
 * know falls back to British English and UTC: a page must not fail over a setting or a row.
 */
export function formatDate(
	moment: string | Date,
	{ language, timeZone }: Locale,
	style: DateStyle = 'long'
): string {
	const date = readMoment(moment);
	return date === null ? '' : formatter(language, timeZone, style).format(date);
}

/** For the `datetime` attribute of `<time>`; null for a moment that cannot be read. */
export function isoDate(moment: string | Date): string | null {
	return readMoment(moment)?.toISOString() ?? null;
}

// Making a formatter costs a hundred times what using it does.
const formatters = new Map<string, Intl.DateTimeFormat>();
const FORMATTERS_MAX = 500;

function formatter(language: string, timeZone: string, style: DateStyle): Intl.DateTimeFormat {
	const key = `${language} ${timeZone} ${style}`;
	const known = formatters.get(key);
	if (known) return known;
	if (formatters.size >= FORMATTERS_MAX) formatters.clear();
	const made = make(language, timeZone, style);
	formatters.set(key, made);
	return made;
}

function make(language: string, timeZone: string, style: DateStyle): Intl.DateTimeFormat {
	// Plain English would put the month first, as nobody but Americans does.
	const tag = language === 'en' ? 'en-GB' : language;
	try {
		return new Intl.DateTimeFormat(tag, { ...styles[style], timeZone });
	} catch {
		return new Intl.DateTimeFormat('en-GB', { ...styles[style], timeZone: 'UTC' });
	}
}
