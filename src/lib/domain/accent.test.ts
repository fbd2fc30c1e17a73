import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	accentFromHex,
	accentStyle,
	accentToHex,
	CHROMA_MAX,
	CHROMA_MIN,
	oklchToRgb,
	type Rgb
} from './accent.ts';

const css = readFileSync(new URL('../../app.css', import.meta.url), 'utf8');

describe('accentFromHex', () => {
	test('keeps hue and chroma', () => {
		expect(accentFromHex('#9a2364')).toEqual({ hue: 352, chroma: 0.165 });
		expect(accentFromHex('2b5aa5')).toEqual({ hue: 259, chroma: 0.131 });
		expect(accentFromHex('#F00')).toEqual({ hue: 29, chroma: CHROMA_MAX });
	});

	test('gives greys the weakest accent', () => {
		expect(accentFromHex('#808080')?.chroma).toBe(CHROMA_MIN);
	});

	test.each(['', '#12', 'magenta', '#gggggg', '#12345678', 'url(x)'])('refuses %j', (text) => {
		expect(accentFromHex(text)).toBeNull();
	});

	test('stays within what the database takes', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 0xffffff }), (value) => {
				const accent = accentFromHex(value.toString(16).padStart(6, '0'));
				expect(accent?.hue).toBeGreaterThanOrEqual(0);
				expect(accent?.hue).toBeLessThanOrEqual(359);
				expect(accent?.chroma).toBeGreaterThanOrEqual(CHROMA_MIN);
				expect(accent?.chroma).toBeLessThanOrEqual(CHROMA_MAX);
			})
		);
	});
});

test('accentToHex shows what the page will print', () => {
	expect(accentToHex({ hue: 352, chroma: 0.165 })).toBe('#9a2364');
});

test('accentStyle is what app.css reads', () => {
	expect(accentStyle({ hue: 352, chroma: 0.165 })).toBe('--accent-h:352;--accent-c:0.165');
});

describe('every accent an owner can pick is legible (WCAG AA)', () => {
	const papers = ['paper', 'paper-sunk', 'paper-raised'].map(token);
	const text = accentToken('accent');
	const fills = [accentToken('accent-fill'), accentToken('accent-fill-hover')];

	test.each(['light', 'dark'] as const)('as text on %s paper', (side) => {
		const worst = sweep((hue, chroma) =>
			Math.min(...papers.map((paper) => contrast(paint(text[side], hue, chroma), paper[side])))
		);
		expect(worst).toBeGreaterThanOrEqual(4.5);
	});

	test.each(['light', 'dark'] as const)('as a filled button on %s paper', (side) => {
		const worst = sweep((hue, chroma) =>
			Math.min(
				...fills.map((fill) =>
					contrast(paint(fill[side], hue, chroma), oklchToRgb(0.988, 0.006, hue))
				)
			)
		);
		expect(worst).toBeGreaterThanOrEqual(4.5);
	});
});

describe('ink is legible on every paper', () => {
	const papers = ['paper', 'paper-sunk', 'paper-raised'].map(token);

	test.each([
		['ink', 7],
		['ink-2', 7],
		['ink-3', 4.5],
		['rule-strong', 3],
		['good', 4.5],
		['warn', 4.5],
		['bad', 4.5]
	])('%s reaches %f', (name, least) => {
		const ink = token(name);
		for (const paper of papers) {
			expect(contrast(ink.light, paper.light)).toBeGreaterThanOrEqual(least);
			expect(contrast(ink.dark, paper.dark)).toBeGreaterThanOrEqual(least);
		}
	});
});

/** A token of app.css, both papers, as colours. */
function token(name: string): { light: Rgb; dark: Rgb } {
	const number = String.raw`([\d.]+)`;
	const colour = String.raw`oklch\(${number} ${number} ${number}\)`;
	const found = new RegExp(`--color-${name}: light-dark\\(${colour}, ${colour}\\)`).exec(css);
	if (!found) throw new Error(`app.css has no token ${name} of this shape`);
	const [l = 0, c = 0, h = 0, l2 = 0, c2 = 0, h2 = 0] = found.slice(1).map(Number);
	return { light: oklchToRgb(l, c, h), dark: oklchToRgb(l2, c2, h2) };
}

interface Formula {
	lightness: number;
	factor: number;
}

function accentToken(name: string): { light: Formula; dark: Formula } {
	const found = new RegExp(
		String.raw`--color-${name}: light-dark\(\s*oklch\(([\d.]+) var\(--accent-c\).*\),\s*oklch\(([\d.]+) calc\(var\(--accent-c\) \* ([\d.]+)\)`
	).exec(css);
	if (!found) throw new Error(`app.css has no token ${name} of this shape`);
	const [light = 0, dark = 0, factor = 0] = found.slice(1).map(Number);
	return { light: { lightness: light, factor: 1 }, dark: { lightness: dark, factor } };
}

function paint({ lightness, factor }: Formula, hue: number, chroma: number): Rgb {
	return oklchToRgb(lightness, chroma * factor, hue);
}

function sweep(measure: (hue: number, chroma: number) => number): number {
	let worst = Infinity;
	for (let hue = 0; hue < 360; hue++) {
		for (const chroma of [CHROMA_MIN, 0.1, 0.165, CHROMA_MAX]) {
			worst = Math.min(worst, measure(hue, chroma));
		}
	}
	return worst;
}

function contrast(a: Rgb, b: Rgb): number {
	const [x, y] = [luminance(a), luminance(b)];
	return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

function luminance(rgb: Rgb): number {
	const [r, g, b] = rgb.map((part) =>
		part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
	);
	return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}
