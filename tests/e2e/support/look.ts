import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { schemes, widths } from '../../support/pages.ts';

interface View {
	width: number;
	colorScheme: (typeof schemes)[number];
}

const everyView = schemes.flatMap((colorScheme) => widths.map((width) => ({ width, colorScheme })));

/** Colours differ by scheme and places by size, so these two show most of it. */
export const twoViews: View[] = [
	{ width: widths[0], colorScheme: schemes[0] },
	{ width: widths[1], colorScheme: schemes[1] }
];

/** The page as it is has nothing that axe knows of, and does not scroll sideways, in each view. */
export async function look(page: Page, views: View[] = everyView): Promise<void> {
	// Where a press led here, the page may have begun only.
	await page.waitForLoadState();
	for (const { width, colorScheme } of views) {
		// Without motion: the colours half-way between two schemes are in neither.
		await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
		await page.setViewportSize({ width, height: 800 });
		// Otherwise axe opens a tab for each look, to join what it found in frames. No page of ours has any.
		const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().analyze();
		const where = `${page.url()} at ${width} px, ${colorScheme}`;
		expect(passes.length, `axe looked at something of ${where}`).toBeGreaterThan(10);
		const found = violations.flatMap(({ id, nodes }) =>
			nodes.map((node) => `${id}: ${node.target.join(' ')}`)
		);
		expect(found, where).toEqual([]);
		const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		expect(over, `${where}: too wide`).toBeLessThanOrEqual(0);
	}
	await page.setViewportSize({ width: 1280, height: 800 });
}
