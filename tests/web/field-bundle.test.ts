// What a phone must load before it shows anything, and what its browser must know: built anew and held to both limits.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildField } from '../support/build-field.ts';

const MOST = 120 * 1024;
/** In browsers only after Chrome 80, by their names in code; React asks for some of them before it uses them. */
const TOO_NEW =
  /\.(?:replaceAll|findLast|findLastIndex|toSorted|toSpliced|toReversed|at)\(|\b(?:structuredClone|Object\.hasOwn|Object\.groupBy|Promise\.(?:any|withResolvers)|AbortSignal\.(?:any|timeout)|crypto\.randomUUID|WeakRef)\b/g;

const folder = mkdtempSync(join(tmpdir(), 'shouwang-field-build-'));
let page = '';
beforeAll(() => {
  buildField(folder);
  page = readFileSync(join(folder, 'field/index.html'), 'utf8');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const firstFiles = () => [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1]!);
/** The desk's build brings what both serve. */
const SHARED = ['/theme.js', '/favicon.svg'];
const textOf = (file: string) => readFileSync(join(SHARED.includes(file) ? 'web/public' : folder, file), 'utf8');
/** The worker's list of files. */
const fetchedBeforehand = () => JSON.parse(/\[(?:"\/[^\]]*)\]/.exec(textOf('field/sw.js'))![0]) as string[];

describe('the phone’s bundle', () => {
  it('weighs at most 120 kB, packed, before anything is shown', () => {
    const parts = [page, ...firstFiles().map(textOf)].map((text) => gzipSync(text, { level: 9 }).length);
    const whole = parts.reduce((sum, part) => sum + part, 0);
    console.info(`first load: ${(whole / 1024).toFixed(1)} kB of ${MOST / 1024}`);
    expect(firstFiles().length).toBeGreaterThan(1);
    expect(whole).toBeLessThanOrEqual(MOST);
  });

  it('holds nothing of the desk', () => {
    const code = fetchedBeforehand()
      .filter((file) => file.endsWith('.js'))
      .map(textOf)
      .join('');
    for (const stranger of ['echarts', 'react-router', 'QueryClient'])
      expect(code.includes(stranger), stranger).toBe(false);
  });

  it('calls nothing that Chrome 80 does not know', () => {
    const code = firstFiles()
      .filter((file) => file.endsWith('.js'))
      .map(textOf)
      .join('');
    expect([...new Set(code.match(TOO_NEW))]).toEqual([]);
  });

  it('is fetched whole by its worker, which names no address of the API', () => {
    const files = fetchedBeforehand();
    expect(files).toEqual(expect.arrayContaining(['/field/', '/field/manifest.webmanifest', ...firstFiles()]));
    expect(files.filter((file) => file.startsWith('/assets/field-check'))).toHaveLength(1);
    expect(files.filter((file) => file.startsWith('/api'))).toEqual([]);
    const missing = files.filter((file) => file !== '/field/').filter((file) => textOf(file).length === 0);
    expect(missing).toEqual([]);
  });

  it('names an icon of each size that an installation asks for', () => {
    const { icons, start_url } = JSON.parse(textOf('field/manifest.webmanifest')) as {
      icons: { src: string; sizes: string }[];
      start_url: string;
    };
    expect(start_url).toBe('/field/');
    for (const { src, sizes } of icons)
      expect(`${readFileSync(join(folder, src)).readUInt32BE(16)}`).toBe(sizes.split('x')[0]);
  });
});
