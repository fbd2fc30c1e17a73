import { SCHEMA_VERSION } from '../editor/document.ts';

/** Takes a document of one version to the next. Gets any JSON and must not throw. */
export type Step = (doc: unknown) => unknown;

/**
 * How documents of older versions become those of the present one: the step at `n` takes a
 * document from version n to n + 1. Empty while there has been one version only.
 */
export const STEPS: Readonly<Record<number, Step>> = {};

/**
 * A stored document in the shape of the present schema. Stored documents are never rewritten for
 * it: they are taken along whenever they are read, and stored anew when somebody saves them.
 * @param from the version it was stored with; the present one when left out
 * @throws {RangeError} for a version without a way from it, such as one of a newer program
 */
export function migrateDoc(
	doc: unknown,
	from: number = SCHEMA_VERSION,
	steps: Readonly<Record<number, Step>> = STEPS,
	to: number = SCHEMA_VERSION
): unknown {
	if (!Number.isInteger(from) || from > to)
		throw new RangeError(`The text was written with version ${from}; this program knows ${to}.`);
	let migrated = doc;
	for (let version = from; version < to; version += 1) {
		const step = steps[version];
		if (!step) throw new RangeError(`No way is known from version ${version} of a text.`);
		migrated = step(migrated);
	}
	return migrated;
}

/** The same for whoever only reads: a document without a way from its version is shown as it is. */
export function presentDoc(doc: unknown, from: number = SCHEMA_VERSION): unknown {
	try {
		return migrateDoc(doc, from);
	} catch {
		return doc;
	}
}
