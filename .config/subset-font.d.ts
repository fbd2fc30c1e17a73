declare module 'subset-font' {
	interface Options {
		targetFormat: 'sfnt' | 'woff' | 'woff2';
		keepAllGlyphs?: boolean;
		noHinting?: boolean;
		variationAxes?: Record<string, { min: number; max: number }>;
	}
	export default function subsetFont(
		font: Uint8Array,
		text: string | undefined,
		options: Options
	): Promise<Uint8Array>;
}
