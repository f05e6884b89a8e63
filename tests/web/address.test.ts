// The phone's way from page to page: one back is one page, and nothing unfinished is left without a word.
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { goBack, goTo, guardLeaving, pathOf } from '../../web/field/address.tsx';

/** What a browser does with addresses, as far as the pages use it; going back is told later, as there. */
class Browsing {
  entries: { path: string; state: unknown }[] = [{ path: '/field/', state: null }];
  at = 0;
  get path() {
    return this.entries[this.at]!.path;
  }
  pushState(state: unknown, path: string) {
    this.entries = [...this.entries.slice(0, this.at + 1), { path, state }];
    this.at += 1;
  }
  replaceState(state: unknown, path: string) {
    this.entries[this.at] = { path, state };
  }
}

let browsing: Browsing;
beforeEach(() => {
  browsing = new Browsing();
  guardLeaving(null);
  vi.stubGlobal('location', {
    get pathname() {
      return browsing.path;
    },
    search: '',
  });
  vi.stubGlobal('history', {
    get state() {
      return browsing.entries[browsing.at]!.state;
    },
    pushState: (state: unknown, _: string, path: string) => browsing.pushState(state, path),
    replaceState: (state: unknown, _: string, path: string) => browsing.replaceState(state, path),
    back: () => {
      browsing.at = Math.max(0, browsing.at - 1);
    },
  });
  vi.stubGlobal('dispatchEvent', () => true);
});
afterAll(() => {
  vi.unstubAllGlobals();
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const paths = () => browsing.entries.slice(0, browsing.at + 1).map(({ path }) => path);
const [household, unmet, list] = [pathOf('h', '1'), pathOf('h', '1', 'unmet'), pathOf()];

describe('one back', () => {
  it('leads from a household to the list, also after a try was noted there', () => {
    goTo(household);
    goTo(unmet);
    goBack(household);
    expect(paths()).toEqual([list, household]);
    goBack(list);
    expect(paths()).toEqual([list]);
  });

  it('from a page that was opened by its address stands in its place', () => {
    browsing.entries = [{ path: unmet, state: null }];
    goBack(household);
    expect(paths()).toEqual([household]);
  });
});

describe('what is unfinished', () => {
  it('is asked about before the page is left, and what is then given up or kept asks no more', async () => {
    goTo(household);
    const answers = [false, true];
    guardLeaving(async () => answers.shift()!);
    goTo(unmet);
    await settled();
    expect(paths()).toEqual([list, household]);
    goTo(unmet);
    goTo(list); // a second tap while it is asked
    await settled();
    expect(paths()).toEqual([list, household, unmet]);
    goTo(list);
    expect([answers, paths().length]).toEqual([[], 4]);
  });

  it('that has gone with its page, while it was asked about, holds nobody', async () => {
    guardLeaving(() => new Promise(() => undefined));
    goTo(household);
    await settled();
    guardLeaving(null);
    goTo(unmet);
    expect(paths()).toEqual([list, unmet]);
  });
});
