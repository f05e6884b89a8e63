// The commands for those who prepare files: no database is opened for them, which a broken DATABASE_URL shows.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../server/config.ts';
import { checkDigit } from '../../server/flow/ingest/identity.ts';

const folder = mkdtempSync(join(tmpdir(), 'shouwang-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nowhere' };

function shouwang(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'server/cli/main.ts', ...args], {
    cwd: PROJECT_ROOT,
    env,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const first = '22990119800315001';
const ID = first + checkDigit(first);

describe('check', () => {
  it('tells contract, period and rows; clean files are exit code 0', () => {
    const { code, out } = shouwang('check', 'tests/fixtures/samples/2026-10/公安厅_死亡注销_202610.csv');
    expect(code).toBe(0);
    expect(out).toMatch(/死亡注销 deaths {2}2026-10 {2}gb18030[\s\S]*可收 accepted 4，退回 rejected 0/);
  });

  it('goes through a folder; a rejected row or a refused file is exit code 1', () => {
    const { code, out } = shouwang('check', 'tests/fixtures/samples/2026-10', 'tests/fixtures/unknown', '--json');
    expect(code).toBe(1);
    const reports = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(reports).toHaveLength(14);
    expect(reports.find((one) => one.file.includes('社会救助'))).toMatchObject({
      accepted: 327,
      rejected: { 'totals-line': 1 },
    });
    expect(reports.at(-1)).toMatchObject({ refused: { reason: 'unknown-layout' } });
    expect(shouwang('check', 'tests/fixtures/samples/2026-10/税务局_工资薪金所得_202610.csv')).toMatchObject({
      code: 1,
    });
    expect(shouwang('check', 'nowhere')).toMatchObject({ code: 1, err: expect.stringContaining('nowhere') });
  });
});

describe('template', () => {
  it('is written as a workbook, and checked by our own door', () => {
    const path = join(folder, '工资_202609.xlsx');
    expect(shouwang('template', 'wages', '--out', path)).toMatchObject({ code: 0, out: expect.stringContaining(path) });
    expect(readFileSync(path).subarray(0, 2).toString()).toBe('PK');
    expect(shouwang('check', path)).toMatchObject({ code: 0, out: expect.stringContaining('可收 accepted 1') });
  });

  it('is printed as CSV and as JSON Schema; an unknown dataset lists those there are', () => {
    expect(shouwang('template', 'wages', '--csv').out).toMatch(/^\ufeff纳税人姓名,证件类型/);
    expect(JSON.parse(shouwang('template', '学籍', '--schema').out)).toMatchObject({
      type: 'object',
      required: ['id', 'term', 'state'],
    });
    expect(shouwang('template', 'wage')).toMatchObject({ code: 1, err: expect.stringContaining('school-roll') });
  });
});

describe('layouts propose', () => {
  it('shows what headings would mean, and says so when nothing is near or all is known', () => {
    const changed = write('工资_202611.csv', `员工姓名,证件号,所属月份,工资总额\n张三,${ID},202611,3000.5\n`);
    const { code, out } = shouwang('layouts', 'propose', changed);
    expect([code, out]).toEqual([0, expect.stringContaining('工资总额 → 收入额')]);
    expect(shouwang('layouts', 'propose', 'tests/fixtures/unknown/气象局_降水_202610.csv')).toMatchObject({ code: 1 });
    const known = shouwang('layouts', 'propose', 'tests/fixtures/samples/2026-10/公安厅_死亡注销_202610.csv');
    expect(known).toMatchObject({ code: 1, err: expect.stringContaining('死亡注销') });
  });

  it('confirm refuses a mapping that lacks a needed column, before it opens anything', () => {
    const changed = write('工资_202611.csv', `员工姓名,证件号,所属月份,工资总额\n张三,${ID},202611,3000.5\n`);
    const { code, err } = shouwang('layouts', 'confirm', changed, '--map', '工资总额=');
    expect([code, err]).toEqual([1, expect.stringContaining('缺少“收入额”')]);
    expect(shouwang('layouts', 'confirm', changed, '--map', '没有=收入额').err).toContain('没有');
  });
});
