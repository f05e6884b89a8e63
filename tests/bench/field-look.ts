// What a machine sees on a screen of the phone that an eye passes over: what is too small for a finger, cut off, or too faint to read.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Faults of what stands there now, a line each. */
export async function lookAt(page: Page): Promise<string[]> {
  const seen = await page.evaluate(() => {
    // A method: what runs this file names functions by a helper that the page does not have.
    const name = {
      of(element: Element) {
        return `${element.tagName.toLowerCase()}.${element.className} “${(element.textContent ?? '').trim().slice(0, 20)}”`;
      },
    };
    const found: string[] = [];
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide > 0) found.push(`${wide} pixels too wide`);
    for (const element of document.querySelectorAll<HTMLElement>(
      'a, button, input, select, textarea, summary, [role="button"]',
    )) {
      // What a finger hits is the row around a mark.
      const target = element.closest('label') ?? element;
      const { width, height } = target.getBoundingClientRect();
      if (!element.checkVisibility() || width === 0) continue;
      if (getComputedStyle(element).opacity === '0' && target === element) continue;
      if (height < 43.5 || width < 43.5) found.push(`${Math.round(width)}×${Math.round(height)}: ${name.of(element)}`);
    }
    for (const element of document.querySelectorAll<HTMLElement>('body *')) {
      const { overflowX, textOverflow } = getComputedStyle(element);
      if (!element.checkVisibility() || element.classList.contains('visually-hidden')) continue;
      if ((overflowX === 'hidden' || textOverflow === 'ellipsis') && element.scrollWidth > element.clientWidth + 1)
        found.push(`cut off: ${name.of(element)}`);
    }
    return found;
  });
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { runOnly: ['color-contrast', 'label', 'button-name', 'link-name', 'aria-required-children', 'list'], preload: false })`,
  );
  const read = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')}: ${failureSummary?.split('\n')[1]?.trim()}`),
  );
  return [...seen, ...read];
}
