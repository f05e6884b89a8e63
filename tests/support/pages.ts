// Every page that a browser can open, with somebody who may: one table for the walk over all pages and for whoever takes pictures.
// A new page gets its line here; tests/e2e/axe.test.ts holds the table to the router.
import type { Page } from 'playwright-core';
import { isWaiting } from './browser.ts';

/** Asks the API as the person signed in on the page. */
export type Ask = (path: string) => Promise<{ items: Record<string, string>[] } & Record<string, unknown>>;

export interface PageEntry {
  /** The router's own path. */
  route: string;
  /** Who opens it: a member of the cast. */
  as: string;
  /** Its address; where it names something, found as that person. `null`: there is nothing to open yet. */
  path: string | ((ask: Ask) => Promise<string | null>);
  /** What must stand there before it counts as shown. */
  shows?: string;
  isPhone?: boolean;
  /** Stands beside the phone's own app, which knows nothing of it: it is loaded. */
  isApart?: boolean;
}

const first = async (ask: Ask, path: string, to: (item: Record<string, string>) => string): Promise<string | null> => {
  const [item] = (await ask(path)).items;
  return item ? to(item) : null;
};

/** A household of which there is something to tell. */
async function withWork(ask: Ask): Promise<string | null> {
  const { items } = await ask('/api/tasks?view=all');
  const numbers = items.flatMap(
    (item) => (item.household as unknown as { number: string | null } | null)?.number ?? [],
  );
  return numbers[0] ? `/households/${numbers[0]}` : null;
}

const COORDINATOR = 'longjing-zhixin-village';

export const PAGES: readonly PageEntry[] = [
  // The province.
  { route: '/map', as: 'province', path: '/map', shows: 'main canvas' },
  { route: '/boards/:board?', as: 'province', path: '/boards' },
  { route: '/boards/:board?', as: 'province', path: '/boards/time' },
  { route: '/boards/:board?', as: 'province', path: '/boards/counties' },
  { route: '/rules', as: 'province', path: '/rules' },
  { route: '/rules/:id', as: 'province', path: (ask) => first(ask, '/api/rules', ({ id }) => `/rules/${id}`) },
  { route: '/sources/:dataset?', as: 'province', path: '/sources' },
  { route: '/pairs/:id?', as: 'province', path: '/pairs' },
  { route: '/feedback', as: 'province', path: '/feedback' },
  { route: '/wall', as: 'province', path: '/wall?area=22', shows: 'canvas' },
  // The county.
  { route: '/desk', as: 'longjing', path: '/desk' },
  { route: '/desk', as: 'longjing', path: (ask) => first(ask, '/api/tasks', ({ id }) => `/desk?task=${id}`) },
  { route: '/households', as: 'longjing', path: '/households' },
  {
    route: '/households/:id',
    as: 'longjing',
    path: async (ask) => (await withWork(ask)) ?? first(ask, '/api/households', ({ id }) => `/households/${id}`),
  },
  {
    route: '/households/:id/report',
    as: 'longjing',
    path: (ask) => first(ask, '/api/households', ({ id }) => `/households/${id}/report`),
  },
  { route: '/alerts/:id', as: 'longjing', path: (ask) => first(ask, '/api/alerts', ({ id }) => `/alerts/${id}`) },
  { route: '/map', as: 'longjing', path: '/map' },
  { route: '/escalations', as: 'longjing', path: '/escalations' },
  { route: '/leads', as: 'longjing', path: '/leads?view=all' },
  { route: '/leads', as: 'longjing-zhixin', path: '/leads' },
  { route: '/alike', as: 'longjing', path: '/alike' },
  { route: '/alike', as: 'longjing', path: '/alike?tab=looks' },
  { route: '/alike', as: 'province', path: '/alike' },
  { route: '/absences', as: 'longjing', path: '/absences' },
  { route: '/routine', as: 'longjing', path: '/routine' },
  { route: '/routine', as: 'longjing-zhixin', path: '/routine?tab=members' },
  { route: '/routine', as: 'longjing-zhixin', path: '/routine?tab=agreements' },
  { route: '/silences', as: 'longjing', path: '/silences' },
  { route: '/campaigns', as: 'longjing', path: '/campaigns' },
  { route: '/stations', as: 'longjing', path: '/stations' },
  { route: '/phones', as: 'longjing', path: '/phones' },
  { route: '/phones', as: 'province', path: '/phones' },
  {
    route: '/phones/as/:id',
    as: 'longjing-zhixin',
    path: (ask) => first(ask, '/api/phones', (row) => `/phones/as/${(row.user as unknown as { id: string }).id}`),
    shows: 'dialog',
  },
  { route: '/boards/:board?', as: 'longjing', path: '/boards/workload' },
  { route: '/training', as: 'longjing', path: '/training' },
  { route: '/messages', as: 'longjing', path: '/messages' },
  { route: '/messages', as: 'longjing', path: '/messages?tab=list' },
  { route: '/messages', as: 'longjing', path: '/messages?tab=unreached' },
  { route: '/contact', as: 'longjing', path: '/contact' },
  // The township, and its paper.
  { route: '/desk', as: 'longjing-zhixin', path: '/desk?view=all' },
  {
    route: '/tasks/:id/sheet',
    as: 'longjing-zhixin',
    path: (ask) => first(ask, '/api/tasks?view=all', ({ id }) => `/tasks/${id}/sheet`),
  },
  {
    route: '/tasks/:id/paper',
    as: 'longjing-zhixin',
    path: async (ask) =>
      (await first(ask, '/api/tasks?view=out', ({ id }) => `/tasks/${id}/paper`)) ??
      first(ask, '/api/tasks?view=all', ({ id }) => `/tasks/${id}/paper`),
  },
  // Departments, and those who write rules.
  { route: '/sources/:dataset?', as: 'tax', path: '/sources/wages' },
  { route: '/tickets', as: 'tax', path: '/tickets' },
  { route: '/rules', as: 'rule-author', path: '/rules' },
  // The three officers.
  { route: '/accounts', as: 'administrator', path: '/accounts' },
  { route: '/accounts/import', as: 'administrator', path: '/accounts/import' },
  { route: '/password', as: 'administrator', path: '/password' },
  { route: '/start', as: 'administrator', path: '/start' },
  { route: '/security', as: 'security-officer', path: '/security' },
  { route: '/audit', as: 'auditor', path: '/audit' },
  // The phone.
  { route: '/field/training', as: COORDINATOR, path: '/field/training', isPhone: true, isApart: true },
];

/** Opens a page of the table at its address: as a click does, or loaded anew where it stands apart from what is open. */
export async function openPage(page: Page, entry: PageEntry, path: string): Promise<void> {
  if (!entry.isApart) return await walkTo(page, path, entry.shows);
  await page.goto(new URL(path, page.url()).href);
  await page
    .locator(entry.shows ?? 'main')
    .first()
    .waitFor({ state: 'attached' });
  await settled(page);
}

/** Goes to an address as a click in the page does, without loading anew, and waits until what it fetches has come. */
export async function walkTo(page: Page, path: string, shows = 'main'): Promise<void> {
  await page.evaluate((to) => {
    history.pushState({}, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
  }, path);
  await page.waitForFunction((from) => location.pathname === from, path.split('?')[0]);
  await page.locator(shows).first().waitFor({ state: 'attached' });
  await settled(page);
}

/** Waits until no panel is loading and nothing is asked for any more, twice in a row: one answer often asks for the next. */
export async function settled(page: Page): Promise<void> {
  for (let quiet = 0; quiet < 2; ) {
    const isLoading = await page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          setTimeout(() => resolve(document.querySelector('.skeleton, .refreshing') !== null), 120);
        }),
    );
    quiet = isLoading || isWaiting(page) ? 0 : quiet + 1;
  }
}

/** The reader's language and theme, changed as another tab would change them: without loading anew. */
export async function setReader(page: Page, of: { language: 'zh' | 'en'; theme: 'light' | 'dark' }): Promise<void> {
  await page.evaluate(({ language, theme }) => {
    for (const [key, newValue] of [
      ['shouwang.language', language],
      ['shouwang.theme', theme],
    ] as const) {
      localStorage.setItem(key, newValue);
      dispatchEvent(new StorageEvent('storage', { key, newValue }));
    }
  }, of);
  await page.waitForFunction(
    ({ language, theme }) =>
      document.documentElement.dataset.theme === theme && document.documentElement.lang.startsWith(language),
    of,
  );
}
