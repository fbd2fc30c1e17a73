import type postgres from 'postgres';

/**
 * How values cross between postgres.js and the API. PostgREST writes timestamps in ISO form with an
 * offset and numerics as JSON numbers; and JSON that Auth and Storage hand over as text must not be
 * encoded a second time.
 */
export const postgresTypes: Record<string, postgres.PostgresType> = {
	json: { to: 114, from: [114], serialize: jsonText, parse: (text: string) => JSON.parse(text) },
	jsonb: { to: 3802, from: [3802], serialize: jsonText, parse: (text: string) => JSON.parse(text) },
	numeric: { to: 1700, from: [1700], serialize: String, parse: numberOrText },
	timestamp: { to: 1114, from: [1114], serialize: asIs, parse: isoTimestamp },
	timestamptz: { to: 1184, from: [1184], serialize: asIs, parse: isoTimestamp }
};

function jsonText(value: unknown): string {
	return typeof value === 'string' && /^[[{]/.test(value) ? value : JSON.stringify(value);
}

function numberOrText(text: string): number | string {
	const number = Number(text);
	return Number.isFinite(number) ? number : text;
}

function asIs(value: unknown): unknown {
	return value;
}

function isoTimestamp(text: string): string {
	return text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00');
}
