// The invented province as departments would send it: the same bytes from the same seed, files the contracts take, and the rolls as published.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadContracts } from '../../server/flow/ingest/load.ts';
import { reportFile } from '../../server/flow/ingest/report.ts';
import { ROLLS } from '../../server/rehearsal/province/calibration.ts';
import { type ProvinceOptions, writeProvince } from '../../server/rehearsal/province/province.ts';

const folder = mkdtempSync(join(tmpdir(), 'province-'));
const out = join(folder, 'one');
const options: ProvinceOptions = { households: 1200, months: 24, deliveries: 3, until: '2026-10', seed: 7, out };
const contracts = await loadContracts('rules/datasets');

interface FileTruth {
  dataset: string;
  lines: number;
  rejected: Record<string, number>;
}

beforeAll(() => writeProvince(options));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function filesOf(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

function digestsOf(root: string): Record<string, string> {
  const digest = (file: string) =>
    createHash('sha256')
      .update(readFileSync(join(root, file)))
      .digest('hex');
  return Object.fromEntries(filesOf(root).map((file) => [file, digest(file)]));
}

function truthOf(root: string): Record<string, FileTruth> {
  return JSON.parse(readFileSync(join(root, 'truth', 'files.json'), 'utf8'));
}

const linesOf = (file: string, encoding = 'utf8') =>
  iconv
    .decode(readFileSync(join(out, file)), encoding)
    .trim()
    .split('\n')
    .slice(1);

describe('an invented province', () => {
  it('is written with the same bytes from the same seed, and with others from another', async () => {
    const small = { ...options, households: 150 };
    await writeProvince({ ...small, out: join(folder, 'a') });
    await writeProvince({ ...small, out: join(folder, 'b') });
    await writeProvince({ ...small, seed: 8, out: join(folder, 'c') });
    expect(digestsOf(join(folder, 'b'))).toEqual(digestsOf(join(folder, 'a')));
    const wages = '2026-10/税务局_工资薪金所得_202610.csv';
    expect(digestsOf(join(folder, 'c'))[wages]).not.toBe(digestsOf(join(folder, 'a'))[wages]);
  });

  it('has one folder a delivery, the standards of its years, and its truth', () => {
    expect(readdirSync(out).sort()).toEqual(
      ['2026-08', '2026-09', '2026-10', 'truth', '参数_2024.csv', '参数_2025.csv', '参数_2026.csv'].sort(),
    );
    expect(new Set(Object.values(truthOf(out)).map((file) => file.dataset)).size).toBe(contracts.length);
  });

  it('is refused at the door only where a line was spoilt on purpose', async () => {
    const truth = truthOf(out);
    const told = Object.fromEntries(
      await Promise.all(
        Object.keys(truth).map(async (file) => {
          const { dataset, accepted, rejected, refused } = await reportFile(join(out, file), contracts);
          return [file, { dataset, accepted, rejected, refused }];
        }),
      ),
    );
    const count = (codes: Record<string, number>) => Object.values(codes).reduce((sum, one) => sum + one, 0);
    const wanted = Object.entries(truth).map(([file, { dataset, lines, rejected }]) => {
      return [file, { dataset, accepted: lines - count(rejected), rejected, refused: undefined }];
    });
    expect(told).toEqual(Object.fromEntries(wanted));
    const spoilt = Object.values(truth).reduce((sum, { rejected }) => sum + count(rejected), 0);
    const lines = Object.values(truth).reduce((sum, file) => sum + file.lines, 0);
    expect(spoilt / lines).toBeGreaterThan(0.0005);
    expect(spoilt / lines).toBeLessThan(0.003);
  });

  it('carries the published rolls in proportion, to the last month', () => {
    const share = options.households / 1_000_000;
    const lines = readFileSync(join(out, 'truth', 'households.ndjson'), 'utf8')
      .trim()
      .split('\n');
    const aided = lines
      .map((line) => JSON.parse(line) as { aided: string; kind: string; settlement: string })
      .filter((household) => household.aided.endsWith('1') && household.kind !== 'tekun').length;
    expect(aided / (ROLLS.dibaoHouseholds * share)).toBeGreaterThan(0.93);
    expect(aided / (ROLLS.dibaoHouseholds * share)).toBeLessThan(1.07);
  });

  it('sends what a late county owes with the next delivery', () => {
    const months = linesOf('2026-10/税务局_工资薪金所得_202610.csv').map((line) => line.split(',')[3]);
    expect(months).toContain('202609');
    expect(months).not.toContain('202608');
    expect(months.filter((month) => month === '202609').length).toBeLessThan(months.length / 10);
  });

  it('brings only changes of the registry after the first', () => {
    const first = linesOf('2026-08/公安厅_户籍人口_202608.csv', 'gb18030').length;
    const later = linesOf('2026-10/公安厅_户籍人口_202610.csv', 'gb18030').length;
    expect(first).toBeGreaterThan(options.households);
    expect(later).toBeGreaterThan(0);
    expect(later).toBeLessThan(first / 50);
  });

  it('tells of each hardship when it began, and never an end before its beginning', () => {
    const events = readFileSync(join(out, 'truth', 'events.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const hardships = events.filter((event) => event.hardship);
    expect(hardships.length).toBeGreaterThan(options.households / 20);
    expect(new Set(hardships.map((event) => event.kind)).size).toBeGreaterThan(5);
    expect(hardships.filter((event) => event.need_until && event.need_until < event.need_from)).toEqual([]);
    expect(events.filter((event) => event.until && event.until < event.on)).toEqual([]);
  });
});
