// `rules check` and the page about the rule language, held to the code.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { checkRuleFiles } from '../../server/cli/rules-check.ts';
import { vocabularyOf } from '../../server/flow/rules/expression.ts';
import { loadRuleBook } from '../../server/flow/rules/load.ts';
import { toSql } from '../../server/flow/rules/to-sql.ts';
import { checkExpression } from '../../server/flow/rules/typecheck.ts';

const folder = mkdtempSync(join(tmpdir(), 'rule-files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Told {
  file: string;
  line: number;
  column: number;
  pointer: string;
  zh: string;
  en: string;
  nearest?: string;
}

/** What the command says of the files, one fault each; a file is its name and its text. */
async function told(...files: [string, string][]): Promise<{ code: number; faults: Told[] }> {
  const paths = files.map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
  const said = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    const code = await checkRuleFiles([...paths, '--json']);
    return { code, faults: said.mock.calls.map(([line]) => JSON.parse(line as string) as Told) };
  } finally {
    said.mockRestore();
  }
}

const RULE = readFileSync('rules/monitoring/discovery/income-collapse.yaml', 'utf8');
const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

describe('rules check', () => {
  test('finds the shipped files sound, without a database', () => {
    const { status, stdout } = spawnSync('npx', ['tsx', 'server/cli/main.ts', 'rules', 'check'], {
      encoding: 'utf8',
      env: { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', SHOUWANG_DATA: join(folder, 'none') },
    });
    expect({ status, stdout: stdout.trim() }).toMatchObject({ status: 0, stdout: expect.stringContaining('15 rules') });
  });

  test('tells an unknown name with its line in the file, its column, and the nearest name', async () => {
    const text = RULE.replace('&& wages.prior_3_months > 0', '&& wages.prior_3_month > 0');
    const { code, faults } = await told(['a.yaml', text]);
    expect(code).toBe(1);
    expect(faults).toHaveLength(1);
    const line = lineOf(text, '&& wages.prior_3_month > 0');
    expect(faults[0]).toMatchObject({ line, column: 6, pointer: '/when', nearest: 'wages.prior_3_months' });
  });

  test.each([
    ['an unknown cause', 'cause: job-loss', 'cause: job-los', '/cause', 'job-loss'],
    ['an unknown measure', '[employment-aid,', '[employment-ad,', '/measures/0', 'employment-aid'],
    ['a word that is no class', 'class: discovery', 'class: discover', '/class', 'discovery'],
    ['a quote the policy does not have', 'quote: 因病因灾', 'quote: 因病因祸', '/policy/quote', 'word for word'],
    [
      'a policy text that is not there',
      'seed: 000_594a5091274509f7',
      'seed: 000_594a5091274509f8',
      '/policy/seed',
      'no',
    ],
    ['a parameter out of bounds', 'drop: { value: 0.5,', 'drop: { value: 0.95,', '/params/drop', 'between'],
    [
      'an example that does not come out',
      'income.per_head_month: 139999,',
      'income.per_head_month: 140000,',
      '/examples/fires/1',
      'should fire',
    ],
  ])('tells %s where it stands', async (_, from, to, pointer, said) => {
    const text = RULE.replace(from, to);
    expect(text).not.toBe(RULE);
    const { code, faults } = await told(['a.yaml', text]);
    expect(code).toBe(1);
    expect(faults.map((fault) => fault.pointer)).toEqual([pointer]);
    expect(faults[0]!.en).toContain(said);
    expect(faults[0]!.line).toBe(lineOf(text, to));
  });

  test('tells what is no YAML, and checks the other files all the same', async () => {
    const { faults } = await told(['a.yaml', 'id: [\n'], ['b.yaml', RULE.replace('cause: job-loss', 'cause: x')]);
    expect(faults.map(({ file, pointer }) => [file, pointer])).toEqual([
      ['a.yaml', ''],
      ['b.yaml', '/cause'],
    ]);
  });

  const row = (id: string, parts: string, named = 'sum-of-known') =>
    `- { id: ${id}, from: row, label: { zh: 试, en: test }, unit: fen, named: ${named}, parts: [${parts}] }\n`;
  const facts = (id: string, kind: string, window: string) =>
    `- { id: ${id}, from: facts, label: { zh: 试, en: test }, unit: fen, kinds: [${kind}], aggregation: sum, window: ${window}, people: total, zero: delivered }\n`;

  test.each([
    [
      'a fact kind',
      facts('a.a', 'income.wages', '{ type: months, source: wages, count: 1 }'),
      '/0/kinds/0',
      'income.wage',
    ],
    ['a source', facts('a.a', 'income.wage', '{ type: months, source: wage, count: 1 }'), '/0/window/source', 'wages'],
    ['a built-in name', row('a.a', 'wages.last_3_months', 'sum-of-know'), '/0/named', 'sum-of-known'],
    ['a part', row('a.a', 'wages.last_3_mnths'), '/0/parts/0', 'wages.last_3_months'],
  ])('tells an indicator with unknown %s the nearest', async (_, text, pointer, nearest) => {
    const { code, faults } = await told(['i.yaml', text]);
    expect({ code, faults }).toMatchObject({ code: 1, faults: [{ pointer, nearest, line: 1 }] });
  });

  test('tells rings, doubles, and windows that do not fit their source', async () => {
    const rings = await told(['i.yaml', row('a.a', 'a.b') + row('a.b', 'a.a')]);
    expect(rings.faults.map((fault) => fault.en)).toEqual(['a.a rests on itself', 'a.b rests on itself']);
    const one = facts('a.a', 'income.wage', '{ type: term, source: wages }');
    const doubles = await told(['i.yaml', one + one]);
    expect(doubles.faults.map((fault) => fault.pointer)).toEqual(['/0/window/type', '/1/window/type', '/1/id']);
  });

  test('lets a rule rest on an indicator of another file that is given', async () => {
    const indicator = facts('wages.last_2_months', 'income.wage', '{ type: months, source: wages, count: 2 }');
    const rule = RULE.replaceAll('wages.last_3_months', 'wages.last_2_months');
    expect(await told(['i.yaml', indicator], ['r.yaml', rule])).toEqual({ code: 0, faults: [] });
    expect((await told(['r.yaml', rule])).faults[0]).toMatchObject({ nearest: 'wages.last_3_months' });
  });
});

describe('docs/rules.md', () => {
  const page = readFileSync('docs/rules.md', 'utf8');
  const { catalogue } = loadRuleBook('rules');
  const vocabulary = vocabularyOf(catalogue, {
    floor: { value: 200_000, min: 0, max: 300_000, unit: 'fen', label: { zh: '线', en: 'floor' } },
  });
  /** Rows of the table whose first heading begins so; `\|` is a bar within a cell. */
  const rowsOf = (heading: string): string[][] => {
    const table = page.slice(page.indexOf(`| ${heading}`)).split('\n\n')[0]!;
    const cells = (line: string) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('\\|', '|'));
    return table.split('\n').slice(2).map(cells);
  };

  test.each(rowsOf('what may be written'))('%s (%s): %s compiles', (_, __, example) => {
    const checked = checkExpression(example!.slice(1, -1), vocabulary);
    if ('faults' in checked) throw new Error(checked.faults[0]!.message.en);
    expect(toSql(checked.ok, { indicators: 'h', standards: 's' })).not.toBe('');
  });

  test.each(rowsOf('what is refused'))('%s (%s) is refused: %s: %s', (_, __, why, example) => {
    const checked = checkExpression(example!.slice(1, -1), vocabulary);
    if ('ok' in checked) throw new Error(`${example} compiles`);
    expect(checked.faults.map((fault) => fault.message.en).join()).toContain(why!);
    for (const fault of checked.faults) {
      expect(fault.line).toBe(1);
      expect(fault.column).toBeGreaterThan(0);
      expect(fault.message.zh).toMatch(/[一-鿿]/);
    }
  });

  test('has every window, aggregation and operator of the code', () => {
    const definition = readFileSync('server/flow/indicators/definition.ts', 'utf8');
    const windows = [...definition.matchAll(/type: z\.literal\('([a-z-]+)'\)/g)].map((match) => match[1]);
    expect(
      rowsOf('window |')
        .map(([name]) => name!.replaceAll('`', ''))
        .sort(),
    ).toEqual(windows.sort());
    const aggregations = /aggregation: z\.enum\(\[(.*?)\]\)/s.exec(definition)![1]!.match(/[a-z]+/g)!;
    for (const name of aggregations) expect(page).toContain(`\`${name}\``);
    for (const operator of ['&&', '||', '!', '<', '<=', '>', '>=', '==', '!=', '+', '-', '*', '/', '?', 'has('])
      expect(
        rowsOf('what may be written').some(([, , example]) => example!.includes(operator)),
        operator,
      ).toBe(true);
  });
});
