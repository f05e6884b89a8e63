// Lighthouse's points for the first screens, medians of several runs, in the Chromium that npm brought. The desk's for an office's machine,
// the phone's for a phone.
import sparticuz from '@sparticuz/chromium';
import lighthouse, { desktopConfig } from 'lighthouse';
import { chromium } from 'playwright-core';
import { QUIET_FLAGS } from '../support/browser.ts';
import { percentile } from './figures.ts';
import { cookiesOf } from './web-page.ts';

const CATEGORIES = { performance: 'performance', accessibility: 'accessibility', practices: 'best-practices' } as const;
type Points = Record<keyof typeof CATEGORIES, number>;
const PORT = 9_229;

/** Points of the page that each of them sees first; `null` is nobody, who sees the sign-in page. */
export async function lighthouseOf(
  at: { address: string; password: string },
  { usernames, runs }: { usernames: readonly (string | null)[]; runs: number },
): Promise<({ page: string } & Points)[]> {
  const told: ({ page: string } & Points)[] = [];
  for (const username of usernames) {
    // Lighthouse works in the browser's own context, which a launch of playwright leaves to nobody.
    const browser = await chromium.launch({
      executablePath: await sparticuz.executablePath(),
      args: [...QUIET_FLAGS, `--remote-debugging-port=${PORT}`],
      headless: true,
    });
    const outer = await chromium.connectOverCDP(`http://127.0.0.1:${PORT}`);
    try {
      if (username) await outer.contexts()[0]?.addCookies(await cookiesOf(browser, at, username));
      const taken: Points[] = [];
      for (let run = 0; run < runs; run += 1) taken.push(await pointsOf(at.address, desktopConfig));
      told.push({ page: username ? `${username}'s home` : 'sign-in', ...medianOf(taken) });
    } finally {
      await outer.close();
      await browser.close();
    }
  }
  return told;
}

/** Points of one page for a phone, by Lighthouse's own device and line. */
export async function phonePointsOf(url: string, runs: number): Promise<Points> {
  const browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: [...QUIET_FLAGS, `--remote-debugging-port=${PORT}`],
    headless: true,
  });
  try {
    const taken: Points[] = [];
    for (let run = 0; run < runs; run += 1) taken.push(await pointsOf(url, undefined));
    return medianOf(taken);
  } finally {
    await browser.close();
  }
}

function medianOf(taken: readonly Points[]): Points {
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

/** Without a configuration Lighthouse takes the page for a phone's. */
async function pointsOf(url: string, config: typeof desktopConfig | undefined): Promise<Points> {
  const options = { port: PORT, output: 'json', logLevel: 'error', onlyCategories: Object.values(CATEGORIES) } as const;
  const result = await lighthouse(url, { ...options, onlyCategories: [...options.onlyCategories] }, config);
  if (!result) throw new Error(`Lighthouse told nothing of ${url}`);
  const { categories, audits } = result.lhr;
  for (const category of Object.values(categories))
    for (const { id, weight } of category.auditRefs) {
      const score = audits[id]?.score;
      if (weight > 0 && score !== null && score !== undefined && score < 0.9)
        console.info(`  ${category.id} ${id}: ${audits[id]?.displayValue ?? score}`);
    }
  return Object.fromEntries(
    Object.entries(CATEGORIES).map(([name, id]) => [name, Math.round((categories[id]?.score ?? 0) * 100)]),
  ) as Points;
}
