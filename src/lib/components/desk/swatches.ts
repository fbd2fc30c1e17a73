import type { Accent } from '$lib/domain/accent';

/** Inks to begin with, around the wheel. */
export const swatches: readonly (Accent & { name: string })[] = [
	{ name: 'Magenta', hue: 352, chroma: 0.165 },
	{ name: 'Vermilion', hue: 32, chroma: 0.16 },
	{ name: 'Ochre', hue: 75, chroma: 0.1 },
	{ name: 'Moss', hue: 130, chroma: 0.1 },
	{ name: 'Viridian', hue: 165, chroma: 0.09 },
	{ name: 'Petrol', hue: 220, chroma: 0.09 },
	{ name: 'Ink blue', hue: 252, chroma: 0.12 },
	{ name: 'Violet', hue: 300, chroma: 0.15 },
	{ name: 'Slate', hue: 250, chroma: 0.06 }
];

/** What a new publication begins with; the same as in the database. */
export const defaultAccent: Accent = { hue: 252, chroma: 0.12 };
