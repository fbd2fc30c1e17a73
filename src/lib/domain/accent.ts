/**
 * A publication's accent is two numbers, hue and chroma. The page owns the lightness (see the
 * accent tokens in app.css), so whatever colour an owner picks stays legible on both papers.
 */
export interface Accent {
	/** Degrees on the OKLCH wheel, a whole number from 0 to 359. */
	hue: number;
	/** OKLCH chroma, from {@link CHROMA_MIN} to {@link CHROMA_MAX}. */
	chroma: number;
}

export const CHROMA_MIN = 0.06;
export const CHROMA_MAX = 0.22;

/** Lightness of the accent on light paper: the value of `--color-accent` in app.css. */
const LIGHT = 0.47;

export type Rgb = readonly [number, number, number];

/**
 * Hue and chroma of a colour written as `#rgb` or `#rrggbb`, or null when it is not one.
 * Greys have no hue; they become the weakest accent of the hue rounding leaves them.
 */
export function accentFromHex(hex: string): Accent | null {
	const digits = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(hex.trim())?.[1];
	if (!digits) return null;
	const full = digits.length === 3 ? [...digits].map((d) => d + d).join('') : digits;
	const value = Number.parseInt(full, 16);
	const linear = [value >> 16, (value >> 8) & 255, value & 255].map((byte) => toLinear(byte / 255));
	const [a, b] = linearToOklab(linear[0] ?? 0, linear[1] ?? 0, linear[2] ?? 0);
	const hue = Math.round((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
	const chroma = Math.min(CHROMA_MAX, Math.max(CHROMA_MIN, Math.hypot(a, b)));
	return { hue, chroma: Math.round(chroma * 1000) / 1000 };
}

/** The accent as it is printed on light paper, `#rrggbb`: for colour inputs and mail. */
export function accentToHex({ hue, chroma }: Accent): string {
	const bytes = oklchToRgb(LIGHT, chroma, hue).map((part) => Math.round(part * 255));
	return '#' + bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Declarations for a `style` attribute that give an element and its children this accent. */
export function accentStyle({ hue, chroma }: Accent): string {
	return `--accent-h:${hue};--accent-c:${chroma}`;
}

/** OKLCH to gamma-encoded sRGB, 0 to 1 a part; what the screen cannot show is cut off. */
export function oklchToRgb(lightness: number, chroma: number, hue: number): Rgb {
	const a = chroma * Math.cos((hue * Math.PI) / 180);
	const b = chroma * Math.sin((hue * Math.PI) / 180);
	const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
	const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
	const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
	return [
		toGamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
		toGamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
		toGamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
	];
}

// The matrices are Björn Ottosson's, https://bottosson.github.io/posts/oklab/.
function linearToOklab(r: number, g: number, b: number): [a: number, b: number] {
	const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
	const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
	const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
	return [
		1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
		0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
	];
}

function toLinear(part: number): number {
	return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function toGamma(part: number): number {
	const value = part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055;
	return Math.min(1, Math.max(0, value));
}
