import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Standards that a page must keep to. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What depends on colours, and on nothing else that a theme changes. */
const COLOURS = ['color-contrast', 'link-in-text-block'];

/** What is looked at: all, in both themes, or but for the colours. */
type Look = 'all' | 'words';

/**
 * Looks at the page that is shown: axe finds nothing in light and in dark, and nothing runs out of a narrow window. Axe is a script of the
 * page, so it looks where scripts run; without JavaScript the same HTML is shown.
 */
export async function expectWellMade(page: Page, scripts: boolean, look: Look = 'all'): Promise<void> {
  if (scripts) {
    for (const colorScheme of look === 'all' ? (['light', 'dark'] as const) : (['light'] as const)) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      // What holds is not told: to say where each of it stands takes longer than to look. There is no frame, and so no page is needed to put the findings together.
      const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true);
      // In dark there is the same HTML.
      const chosen = colorScheme === 'dark' ? axe.withRules(COLOURS) : axe.withTags(WCAG);
      const { violations } = await (look === 'words' ? chosen.disableRules(COLOURS) : chosen).analyze();
      const findings = violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html, any }) => [html, ...any.map(({ message }) => message)]) }));
      expect(findings, `axe, ${colorScheme}: ${page.url()}`).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: null });
  }
  await expectNoOverflow(page, 320);
}

/** Waits until nothing moves: colours go over from light to dark, however quickly. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const nextFrame = () => new Promise((shown) => requestAnimationFrame(shown));
    await nextFrame();
    await nextFrame();
    await Promise.all(document.getAnimations().map((animation) => animation.finished));
  });
}

/** In a window of 320 pixels, or of so many, nothing has to be scrolled to the side (WCAG 2.2, 1.4.10). */
export async function expectNoOverflow(page: Page, width: number): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width, height: 800 });
  const sticksOut = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const out = [...document.body.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1);
    return [`${scrollWidth} > ${clientWidth}`, ...out.slice(0, 5).map((element) => element.outerHTML.slice(0, 120))];
  });
  expect(sticksOut, `wider than ${width} pixels: ${page.url()}`).toEqual([]);
  if (size !== null) await page.setViewportSize(size);
}

/** In a window of 1280 pixels every table is seen with all of its columns, whatever stands in them. */
export async function expectWholeTables(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.setViewportSize({ width: 1280, height: 800 });
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll('.table-frame')].filter((frame) => frame.scrollWidth > frame.clientWidth).map((frame) => `${frame.getAttribute('aria-label') ?? ''}: ${frame.scrollWidth} > ${frame.clientWidth}`),
  );
  expect(cut, `tables that are cut off: ${page.url()}`).toEqual([]);
  if (size !== null) await page.setViewportSize(size);
}
