import { mediaIdOf, safeLink, safeSource } from '../content/attributes.ts';
import { readEmbed } from '../content/embeds.ts';
import { codeLanguage } from '../content/languages.ts';
import { isRecord } from '../content/read.ts';
import { documents } from '../limits.ts';

/** Refuses a value that an attribute may not have, by throwing a sentence for people. */
export type Check = (value: unknown) => void;

/** An attribute that is always stored: what it is without one, and what it may be. */
export type Field = { default: unknown; validate: Check };
export type Fields = Readonly<Record<string, Field>>;

export const words: Field = {
	default: '',
	validate: text('a title or a note', documents.attributeLength)
};
export const latex: Field = { default: '', validate: text('a formula', documents.formulaLength) };
/** Only the size of the whole document bounds a block of HTML. */
export const html: Field = { default: '', validate: text('HTML', Infinity) };

export const pixels: Field = whole('a size', 'pixels', 1, 99_999);
export const seconds: Field = whole('a length', 'seconds', 1, 359_999);
export const bytes: Field = whole('a size', 'bytes', 1, 1_000_000_000_000);

export const source: Field = {
	default: null,
	validate: (value) => {
		if (value !== null && (typeof value !== 'string' || safeSource(value) !== value)) {
			throw new RangeError('a file must have an http(s) address or a path on this site');
		}
	}
};

export const mediaId: Field = {
	default: null,
	validate: (value) => {
		if (value !== null && mediaIdOf(`/media/${String(value)}/x`) !== value) {
			throw new RangeError('the id of a file must be a UUID');
		}
	}
};

/** The picture of a player before it plays. */
export const poster: Field = {
	default: null,
	validate: (value) => {
		if (value === null) return;
		if (!isRecord(value) || Object.keys(value).length !== 2) throw new RangeError('no poster');
		mediaId.validate(value.mediaId);
		source.validate(value.src);
	}
};

/** A link that has to lead somewhere. */
export const link: Field = {
	default: null,
	validate: (value) => {
		if (typeof value !== 'string' || safeLink(value) !== value) {
			throw new RangeError(
				'a link must lead to http(s), a mail address, a path on this site or a fragment'
			);
		}
	}
};

export const optionalLink: Field = {
	default: null,
	validate: (value) => value === null || link.validate(value)
};

export const embedAddress: Field = {
	default: '',
	validate: (value) => {
		if (readEmbed(value)?.url !== value) {
			throw new RangeError('an embed must be of a site whose players we know');
		}
	}
};

export const language: Field = {
	default: null,
	validate: (value) => {
		if (value !== null && codeLanguage(value) !== value) {
			throw new RangeError('the language of code must be one of the list');
		}
	}
};

/** A place in a picture, as a part of its width or height. */
export const share: Field = {
	default: null,
	validate: (value) => {
		if (value !== null && (typeof value !== 'number' || !(value >= 0 && value <= 1))) {
			throw new RangeError('a focal point must be between 0 and 1');
		}
	}
};

/** One of a few words, or null where that is the default. */
export function choice(
	name: string,
	values: readonly (string | number)[],
	initial: unknown
): Field {
	return {
		default: initial,
		validate: (value) => {
			if (value !== initial && !values.some((known) => known === value)) {
				throw new RangeError(`${name} must be one of ${values.join(', ')}`);
			}
		}
	};
}

/** How many columns or rows a cell covers. */
export const span: Field = {
	default: 1,
	validate: (value) => {
		if (!isWhole(value, 1, 100)) throw new RangeError('a cell covers 1 to 100 columns or rows');
	}
};

export const listStart: Field = {
	default: 1,
	validate: (value) => {
		if (!isWhole(value, 0, 999_999_999)) throw new RangeError('a list starts at a whole number');
	}
};

function text(name: string, longest: number): Check {
	return (value) => {
		if (typeof value !== 'string') throw new RangeError(`${name} must be text`);
		if (value.length > longest) throw new RangeError(`${name} has more than ${longest} characters`);
	};
}

function whole(name: string, unit: string, least: number, most: number): Field {
	return {
		default: null,
		validate: (value) => {
			if (value !== null && !isWhole(value, least, most)) {
				throw new RangeError(`${name} must be a whole number of ${unit}`);
			}
		}
	};
}

function isWhole(value: unknown, least: number, most: number): boolean {
	return Number.isInteger(value) && Number(value) >= least && Number(value) <= most;
}
