import { randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A new id such as `cus_QXg1o8vcGmoR32`. Random, so that ids of two stacks never meet. */
export function newId(prefix: string, length = 24): string {
	let id = `${prefix}_`;
	for (const byte of randomBytes(length)) id += alphabet[byte % alphabet.length];
	return id;
}

/** The id behind a field that may hold the object itself. */
export function idOf(reference: string | { id: string }): string;
export function idOf(reference: string | { id: string } | null | undefined): string | null;
export function idOf(reference: string | { id: string } | null | undefined): string | null {
	if (typeof reference === 'string') return reference;
	return reference?.id ?? null;
}
