// Lighthouse's points of the desk's first screens, medians of several runs, in the Chromium that npm brought, for an office's machine. How
// Lighthouse is asked stands here for the phone too (field-lighthouse.ts).
import sparticuz from '@sparticuz/chromium';
import lighthouse, { type Config, desktopConfig, type Flags, type RunnerResult } from 'lighthouse';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { QUIET_FLAGS } from '../support/browser.ts';
import { percentile } from './figures.ts';
import { cookiesOf } from './web-page.ts';

const CATEGORIES = { performance: 'performance', accessibility: 'accessibility', practices: 'best-practices' } as const;
export type Points = Record<keyof typeof CATEGORIES, number>;
export const PORT = 9_229;

/** A browser that Lighthouse reaches; it works in the browser's own context, which a launch of playwright leaves to nobody. */
export interface Measured {
  browser: Browser;
  context: BrowserContext;
  close(): Promise<void>;
}

export async function openMeasured(): Promise<Measured> {
  const browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: [...QUIET_FLAGS, `--remote-debugging-port=${PORT}`],
    headless: true,
  });
  const outer = await chromium.connectOverCDP(`http://127.0.0.1:${PORT}`);
  const close = async () => {
    await outer.close();
    await browser.close();
  };
  return { browser, context: outer.contexts()[0] as BrowserContext, close };
}

/** Points of the page that each of them sees first; `null` is nobody, who sees the sign-in page. */
export async function lighthouseOf(
  at: { address: string; password: string },
  { usernames, runs }: { usernames: readonly (string | null)[]; runs: number },
): Promise<({ page: string } & Points)[]> {
  const told: ({ page: string } & Points)[] = [];
  for (const username of usernames) {
    const { browser, context, close } = await openMeasured();
    try {
      if (username) await context.addCookies(await cookiesOf(browser, at, username));
      const points = await medianPointsOf(at.address, { runs, config: desktopConfig });
      told.push({ page: username ? `${username}'s home` : 'sign-in', ...points });
    } finally {
      await close();
    }
  }
  return told;
}

interface Asked {
  runs: number;
  /** Without one Lighthouse takes the page for a phone's, with its own device and line. */
  config?: Config;
  flags?: Flags;
}

/** The median points of a page that is opened anew for every run. */
export async function medianPointsOf(url: string, { runs, config, flags }: Asked): Promise<Points> {
  const taken: Points[] = [];
  for (let run = 0; run < runs; run += 1) {
    const onlyCategories = Object.values(CATEGORIES);
    const result = await lighthouse(url, { port: PORT, logLevel: 'error', onlyCategories, ...flags }, config);
    taken.push(readPoints(result, url) as Points);
  }
  const median = (name: keyof Points) =>
    percentile(
      taken.map((points) => points[name]),
      0.5,
    );
  return {
    performance: median('performance'),
    accessibility: median('accessibility'),
    practices: median('practices'),
  };
}

/** The points of one result, in the categories that were asked; what cost some of them is printed. */
export function readPoints(result: RunnerResult | undefined, page: string): Partial<Points> {
  if (!result) throw new Error(`Lighthouse told nothing of ${page}`);
  const { categories, audits } = result.lhr;
  for (const category of Object.values(categories))
    for (const { id, weight } of category.auditRefs) {
      const score = audits[id]?.score;
      if (weight > 0 && score !== null && score !== undefined && score < 0.9)
        console.info(`  ${page}: ${category.id} ${id}: ${audits[id]?.displayValue ?? score}`);
    }
  const known = Object.entries(CATEGORIES).filter(([, id]) => categories[id]);
  return Object.fromEntries(known.map(([name, id]) => [name, Math.round((categories[id]?.score ?? 0) * 100)]));
}
