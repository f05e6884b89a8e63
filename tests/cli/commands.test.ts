// The command line as an operator meets it: what it prints, what it refuses, and its exit codes.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Embedded, startEmbedded } from '../../db/embedded.ts';
import { parseInstant } from '../../server/cli/open.ts';
import { PROJECT_ROOT } from '../../server/config.ts';
import { parseKeys } from '../../server/kernel/keys.ts';
import { files, idOf, PARAMETERS, writeDelivery } from '../support/flow.ts';

const folder = mkdtempSync(join(tmpdir(), 'shouwang-cli-'));
chmodSync(folder, 0o711);
const KEYS = `1:${Buffer.alloc(32, 7).toString('base64')}`;
const env = { ...process.env, SHOUWANG_DATA: join(folder, 'data'), SHOUWANG_KEYS: KEYS, DATABASE_URL: '' };

// Kept running, so that each command need not start it.
let embedded: Embedded;
beforeAll(async () => {
  embedded = await startEmbedded(env.SHOUWANG_DATA, parseKeys(KEYS).derive('database'));
});
afterAll(async () => {
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
});

function shouwang(...args: string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'server/cli/main.ts', ...args], {
    cwd: PROJECT_ROOT,
    env,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}
const lines = (out: string) =>
  out
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('an instant', () => {
  it.each([
    ['2026-10-15', '2026-10-15T15:59:00.000Z'],
    ['2026-10-15T08:00+08:00', '2026-10-15T00:00:00.000Z'],
    ['2026-10-15T08:00:30Z', '2026-10-15T08:00:30.000Z'],
    ['2026-10-15T08:00', '2026-10-15T00:00:00.000Z'],
    ['2026-10-15 08:00:01.5', '2026-10-15T00:00:01.500Z'],
    [' 2026-10-15 ', '2026-10-15T15:59:00.000Z'],
  ])('%s is understood, in the province’s time', (text, iso) => expect(parseInstant(text).toJSON()).toBe(iso));

  it.each([
    '',
    '0',
    '99',
    'now',
    '20261015',
    '2026-10',
    '2026-1-5',
    '10/15/2026',
    '2026-02-30',
    '2026-13-01',
    '2026-10-15T25:00',
    '1760000000000',
    '2026-10-15T08',
    '+2026-10-15',
  ])('%j is refused with an example', (text) => expect(() => parseInstant(text)).toThrow(/2026-10-15/));
});

describe.sequential('commands', () => {
  const head = idOf(1, '19700101');

  it('without one, help; an unknown one is exit code 2', () => {
    expect(shouwang()).toMatchObject({ code: 0, out: expect.stringContaining('ingest <file|folder>') });
    expect(shouwang('ingest', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('--period') });
    expect(shouwang('ingset')).toMatchObject({ code: 2, err: expect.stringContaining('ingset') });
  });

  it('wrong options, instants and paths are refused by name', () => {
    expect(shouwang('cycle', '--when', 'x')).toMatchObject({ code: 1, err: expect.stringContaining('--when') });
    expect(shouwang('cycle', '--now', 'yesterday')).toMatchObject({
      code: 1,
      err: expect.stringContaining('yesterday'),
    });
    expect(shouwang('ingest', join(folder, 'none.csv'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('none.csv'),
    });
  });

  it('from file to task, one line of JSON each', () => {
    expect(shouwang('parameters', 'import', PARAMETERS)).toMatchObject({ code: 0, out: expect.stringContaining('5') });
    const named = [
      files.registry('202609', [{ id: head, household: 'H1' }]),
      files.disasters('202609', [{ head, on: '2026-09-10' }]),
    ];
    const taken = lines(shouwang('ingest', ...named, '--now', '2026-09-12', '--json').out);
    expect(taken).toMatchObject([
      { dataset: 'registry', good: 1, isKnown: false },
      { dataset: 'disaster-families', good: 1, waiting: 0, rejected: {} },
    ]);
    expect(lines(shouwang('ingest', named[1]!, '--json').out)).toMatchObject([{ isKnown: true }]);
    expect(shouwang('cycle', '--now', '2026-09-12')).toMatchObject({ code: 0, err: '' });
    expect(lines(shouwang('findings', '--json').out)).toMatchObject([
      { rule: 'disaster-household', household: 'H1', subject: 'household', since: '2026-09-10' },
    ]);
    const [alert] = lines(shouwang('alerts', '--json').out);
    expect(alert).toMatchObject({ rule: 'disaster-household', state: 'open' });
    expect(lines(shouwang('tasks', '--json').out)).toMatchObject([
      { kind: 'help', state: 'waiting', rules: ['disaster-household'] },
    ]);
    expect(lines(shouwang('why', alert.id, '--json').out)[0]).toMatchObject({
      alert: { ruleId: 'disaster-household' },
    });
    expect(shouwang('audit', 'verify')).toMatchObject({ code: 0 });
  });

  it('a folder takes what is known, says the rest by name, and fails only for broken files', () => {
    const place = join(folder, 'mixed');
    mkdirSync(join(place, 'inner.csv'), { recursive: true });
    writeFileSync(join(place, '人社厅_失业登记_202609.csv'), '姓名,身份证号,登记日期\n');
    writeFileSync(join(place, 'readme.md'), 'not a delivery');
    const fine = shouwang('ingest', place);
    expect(fine.code).toBe(0);
    expect(fine.err).toContain('人社厅_失业登记_202609.csv');
    writeFileSync(join(place, 'zero_202609.csv'), '');
    expect(shouwang('ingest', place)).toMatchObject({ code: 1, err: expect.stringContaining('zero_202609.csv') });
  });

  it('an empty folder is said', () => {
    const place = join(folder, 'empty');
    mkdirSync(place);
    expect(shouwang('ingest', place)).toMatchObject({ code: 0, err: expect.stringContaining('No file') });
  });

  it('a file named by the operator that is unknown fails; a period asked for is used', () => {
    const unknown = writeDelivery('什么_202609.csv', 'a,b\n1,2\n');
    expect(shouwang('ingest', unknown)).toMatchObject({ code: 1, err: expect.stringContaining('什么_202609.csv') });
    const roster = writeDelivery(
      '花名册.csv',
      `姓名,身份证号,户主身份证号,救助类别,月救助金额(元),起始年月,终止年月\n金顺姬,${head},,低保,279,202601,\n`,
    );
    expect(shouwang('ingest', roster)).toMatchObject({ code: 1, err: expect.stringContaining('--period 2026-09') });
    expect(lines(shouwang('ingest', roster, '--period', '202609', '--json').out)).toMatchObject([
      { period: '2026-09', good: 1 },
    ]);
    expect(shouwang('ingest', roster, '--period', '2026春')).toMatchObject({
      code: 1,
      err: expect.stringContaining('2026春'),
    });
  });
});
