/**
 * A day in a time zone: 27 November 2026. A zone that Postgres knows and this runtime does not counts
 * as UTC: a mail must not fail over a setting.
 * @param moment ISO 8601
 */
export function dayIn(moment: string, timeZone: string): string {
	const write = (zone: string) =>
		new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: zone }).format(
			new Date(moment)
		);
	try {
		return write(timeZone);
	} catch {
		return write('UTC');
	}
}
