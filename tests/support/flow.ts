// A database with the flow on it: hand in files, run turns, look at what stands. Made-up deliveries for the small worlds of a test.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, expect } from 'vitest';
import type { Database } from '../../db/client.ts';
import type { RoleUrls } from '../../db/roles.ts';
import type { Catalogue } from '../../server/catalogue.ts';
import { PROJECT_ROOT } from '../../server/config.ts';
import { type CycleReport, runCycle } from '../../server/cycle.ts';
import { checkDigit } from '../../server/flow/ingest/identity.ts';
import { importParameters } from '../../server/flow/ingest/parameters.ts';
import { type BatchRow, listBatches } from '../../server/flow/ingest/store.ts';
import { type HandedIn, handIn } from '../../server/hand-in.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { publishCatalogue } from '../../server/publish.ts';
import { CATALOGUE, KEYS } from './catalogue.ts';
import { openDatabase, type TestDatabase } from './database.ts';

/** The sample deliveries of all datasets; the parameter file lies beside them. */
export const SAMPLES = join(PROJECT_ROOT, 'tests', 'fixtures', 'samples');
export const DELIVERIES = ['2026-09', '2026-10'] as const;
export const PARAMETERS = join(SAMPLES, '参数_2026.csv');
/** The rules that are published, by id. */
export const RULES = CATALOGUE.book.rules.map((rule) => rule.id);

/** Files of one sample delivery, in order of name. */
export function filesOf(delivery: string, root = SAMPLES): string[] {
  return readdirSync(join(root, delivery))
    .sort()
    .map((file) => join(root, delivery, file));
}

export interface Flow {
  database: TestDatabase;
  db: Database;
  /** Hands in a file; `day` is when it came. */
  hand(path: string, day: string, options?: { period?: string; name?: string }): Promise<HandedIn>;
  deliver(delivery: string, day: string): Promise<void>;
  parameters(path?: string): Promise<number>;
  /** One whole turn as of a day or an instant; throws when a step failed. */
  turn(at: string | Date, extent?: 'whole' | 'touched'): Promise<CycleReport>;
}

/** Another of what stands in a database that rests (`TestDatabase.rest`), without handing everything in again. */
export async function copyFlow(from: RoleUrls): Promise<Flow> {
  const database = await openDatabase(from);
  afterAll(() => database.close());
  return flowOn(database);
}

/** A fresh database with the flow on it, dropped after the file's tests; with other policy than the shipped, that is published. */
export async function openFlow(catalogue: Catalogue = CATALOGUE): Promise<Flow> {
  const database = await openDatabase();
  afterAll(() => database.close());
  if (catalogue !== CATALOGUE) await publishCatalogue(database.urls.owner, catalogue);
  return flowOn(database, catalogue);
}

export function flowOn(database: TestDatabase, catalogue: Catalogue = CATALOGUE): Flow {
  const door = { flow: database.flow, keys: KEYS, catalogue };
  const hand: Flow['hand'] = (path, day, options = {}) =>
    handIn(door, path, { now: instantAt(day, '08:00'), ...options });
  return {
    database,
    db: database.flow,
    hand,
    deliver: async (delivery, day) => {
      for (const file of filesOf(delivery)) await hand(file, day);
    },
    parameters: (path = PARAMETERS) =>
      importParameters(database.flow, path, [...CATALOGUE.book.catalogue.parameters.values()], instantAt('2026-09-01')),
    turn: async (at, extent = 'whole') => {
      const now = typeof at === 'string' ? instantAt(at, '23:59') : at;
      const report = await runCycle(door, { trigger: 'command', now, extent });
      expect(report.steps.flatMap((step) => step.error ?? [])).toEqual([]);
      expect(report.status).toBe('done');
      return report;
    },
  };
}

/** The households (户号) of each rule's findings in force. */
export async function findingsOf(db: Database): Promise<Record<string, string[]>> {
  const rows = await db.execute<{
    rule: string;
    household: string;
  }>(sql`select f.rule_id as rule, h.registry_number as household
    from findings f join households h on h.id = f.household_id where f.ended_at is null order by 1, 2`);
  const found: Record<string, string[]> = Object.fromEntries(RULES.map((rule) => [rule, []]));
  for (const { rule, household } of rows) found[rule]!.push(household);
  return found;
}

/** Households by day and rule, as the makers of the samples counted them. */
export const TRUTH: Record<string, Record<string, string[]>> = JSON.parse(
  readFileSync('tests/fixtures/truth.json', 'utf8'),
);

/** What truth.json says as of a day. */
export function truthOn(day: string): Record<string, string[]> {
  return Object.fromEntries(Object.entries(TRUTH[day] ?? {}).map(([rule, found]) => [rule, [...found].sort()]));
}

/** Batches by file, with what became of their rows. */
export async function batchesByFile(db: Database): Promise<Map<string, BatchRow>> {
  return new Map((await listBatches(db)).map((batch) => [batch.file, batch]));
}

/** Facts in force as text, without ids and times: whoever said it first, and when, does not matter. */
export async function factsInForce(db: Database): Promise<string[]> {
  const rows = await db.execute<{ fact: string }>(sql`
    select concat_ws(' ', f.kind, case f.subject_kind when 'person' then encode(p.id_hash, 'hex') else h.registry_number end, f.on_date,
      coalesce(f.until_date::text, '-'), f.amount, f.code, f.attributes::text, f.natural_key) as fact
    from facts f left join persons p on f.subject_kind = 'person' and p.id = f.subject_id
      left join households h on f.subject_kind = 'household' and h.id = f.subject_id
    where f.retracted_at is null order by 1`);
  return rows.map((row) => row.fact);
}

/** Who is in which household, with name and place, as the newest registry has it. */
export async function registryAsText(db: Database): Promise<string[]> {
  const rows = await db.execute<{ line: string }>(sql`
    select concat_ws(' ', encode(p.id_hash, 'hex'), p.name, p.sex, p.born_on, m.relation, h.registry_number, h.area_code, h.settlement,
      h.head_person_id = p.id) as line
    from persons p join lateral (select * from memberships m where m.person_id = p.id and m.retracted_at is null
      order by from_on desc, batch_id desc, line desc limit 1) m on true join households h on h.id = m.household_id order by 1`);
  return rows.map((row) => row.line);
}

/** Alerts and tasks as text, without ids and times. */
export async function workAsText(db: Database): Promise<string[]> {
  const rows = await db.execute<{ line: string }>(sql`
    select concat_ws(' ', 'alert', a.rule_id, h.registry_number, a.event_key, a.severity, a.state, a.end_reason, t.kind, t.state, t.severity) as line
    from alerts a join households h on h.id = a.household_id left join task_alerts ta on ta.alert_id = a.id left join tasks t on t.id = ta.task_id
    order by 1`);
  return rows.map((row) => row.line);
}

/** Fails with the first differences only: the lists are long. */
export function expectSame(found: readonly string[], wanted: readonly string[]): void {
  const [has, wants] = [new Set(found), new Set(wanted)];
  const differences = {
    missing: wanted.filter((one) => !has.has(one)).slice(0, 8),
    extra: found.filter((one) => !wants.has(one)).slice(0, 8),
  };
  expect(differences).toEqual({ missing: [], extra: [] });
  expect(found.length).toBe(wanted.length);
}

/** Tables that every turn writes, or that are no business of the flow. */
const RESTLESS = ['cycles', 'cycle_steps', 'sessions'];

/** A checksum a table, over whole rows whatever their place on the disk. */
export async function checksums(
  owner: Database,
  except: readonly string[] = RESTLESS,
): Promise<Record<string, string>> {
  const tables = await owner.execute<{ name: string }>(sql`select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`);
  const sums: Record<string, string> = {};
  for (const { name } of tables) {
    if (except.includes(name)) continue;
    const [row] = await owner.execute<{ sum: string }>(
      sql.raw(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as sum from "${name}" t`,
      ),
    );
    sums[name] = row!.sum;
  }
  return sums;
}

/** A shuffled copy; the same seed gives the same order (mulberry32). */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j]!, copy[i]!];
  }
  return copy;
}

const folder = mkdtempSync(join(tmpdir(), 'flow-files-'));
let written = 0;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a delivery as a department would; each into a folder of its own. */
export function writeDelivery(name: string, content: string | Uint8Array): string {
  const place = join(folder, String(++written));
  mkdirSync(place);
  writeFileSync(join(place, name), content);
  return join(place, name);
}

/** A valid number of somebody born on `birth`, man or woman by the parity of `serial`. */
export function idOf(serial: number, birth = '19800315'): string {
  const first = `229901${birth}${String(serial % 1000).padStart(3, '0')}`;
  return first + checkDigit(first);
}

const csv = (name: string, heading: string, rows: readonly (readonly (string | number)[])[]) =>
  writeDelivery(name, `${[heading, ...rows.map((row) => row.join(','))].join('\r\n')}\r\n`);

export interface Resident {
  id: string;
  household: string;
  name?: string;
  relation?: string;
  village?: string;
}

/** Small deliveries; `period` is the month as 202609. */
export const files = {
  registry: (period: string, people: readonly Resident[]) =>
    csv(
      `公安厅_户籍人口_${period}.csv`,
      '户号,姓名,公民身份号码,与户主关系,性别,出生日期,户口性质,村(社区)代码,详细地址,联系电话',
      people.map(({ id, household, name = '金顺姬', relation = '户主', village = '222405105201' }) => [
        ...[
          household,
          name,
          id,
          relation,
          Number(id[16]) % 2 ? '男' : '女',
          `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`,
        ],
        ...['农业', village, '5组92号', '14400000001'],
      ]),
    ),
  disasters: (period: string, rows: readonly { head: string; on: string; event?: string; loss?: number }[]) =>
    csv(
      `应急厅_受灾家庭_${period}.csv`,
      '灾害名称,灾种,发生日期,户主姓名,户主身份证号,房屋损毁程度,经济损失(元)',
      rows.map(({ head, on, event = '2026年洪涝', loss = 8000 }) => [
        event,
        '洪涝',
        on,
        '金顺姬',
        head,
        '一般损坏',
        loss,
      ]),
    ),
  deaths: (period: string, rows: readonly { id: string; on: string; cancelled?: string }[]) =>
    csv(
      `公安厅_死亡注销_${period}.csv`,
      '姓名,公民身份号码,死亡日期,注销日期',
      rows.map(({ id, on, cancelled = on }) => ['金顺姬', id, on, cancelled]),
    ),
  medical: (period: string, rows: readonly { no: string; id: string; on: string; paid: number }[]) =>
    csv(
      `医保局_医疗费用结算_${period}.csv`,
      '结算流水号,姓名,证件号码,医疗类别,结算日期,医疗总费用,基金支付,医疗救助支付,个人负担,疾病编码',
      rows.map(({ no, id, on, paid }) => [no, '金顺姬', id, '住院', on, paid, 0, 0, paid, 'N18.5']),
    ),
  wages: (period: string, rows: readonly { id: string; month: string; amount: number }[]) =>
    csv(
      `税务局_工资薪金所得_${period}.csv`,
      '纳税人姓名,证件类型,证件号码,税款所属期,收入额,扣缴义务人',
      rows.map(({ id, month, amount }) => ['金顺姬', '居民身份证', id, month, amount, '某单位2']),
    ),
  /** With names: those of others are two names on one number. */
  wagesOf: (period: string, rows: readonly { id: string; name: string; month: string; amount: number }[]) =>
    csv(
      `税务局_工资薪金所得_${period}.csv`,
      '纳税人姓名,证件类型,证件号码,税款所属期,收入额,扣缴义务人',
      rows.map(({ id, name, month, amount }) => [name, '居民身份证', id, month, amount, '某单位2']),
    ),
  rosterOf: (period: string, rows: readonly { id: string; name: string; from: string }[]) =>
    csv(
      `民政厅_社会救助对象_${period}.csv`,
      '姓名,身份证号,户主身份证号,救助类别,月救助金额(元),起始年月,终止年月',
      rows.map(({ id, name, from }) => [name, id, '', '低保', 279, from, '']),
    ),
  pensions: (period: string, rows: readonly { id: string; month: string; amount: number }[]) =>
    csv(
      `社保局_养老金发放_${period}.csv`,
      '姓名,社会保障号码,险种,发放年月,发放金额',
      rows.map(({ id, month, amount }) => ['金顺姬', id, '城乡居民基本养老保险', month, amount]),
    ),
  roster: (
    period: string,
    rows: readonly { id: string; from: string; until?: string; category?: string; amount?: number }[],
  ) =>
    csv(
      `民政厅_社会救助对象_${period}.csv`,
      '姓名,身份证号,户主身份证号,救助类别,月救助金额(元),起始年月,终止年月',
      rows.map(({ id, from, until = '', category = '低保', amount = 279 }) => [
        '金顺姬',
        id,
        '',
        category,
        amount,
        from,
        until,
      ]),
    ),
  monitored: (period: string, rows: readonly { head: string; on: string; removed?: '是' | '否' }[]) =>
    csv(
      `农业农村厅_防止返贫监测对象_${period}.csv`,
      '户主姓名,户主身份证号,监测对象类别,识别时间,风险类型,风险是否消除',
      rows.map(({ head, on, removed = '否' }) => ['金顺姬', head, '突发严重困难户', on, '收入骤减', removed]),
    ),
  parameters: (
    rows: readonly { name?: string; area?: string; settlement?: string; from?: string; value: number; unit?: string }[],
  ) =>
    csv(
      '参数_2026.csv',
      '参数,地区,城乡,生效日期,数值,单位',
      rows.map(
        ({
          name = 'dibao_standard',
          area = '222405',
          settlement = '农村',
          from = '2026-01-01',
          value,
          unit = '元/月',
        }) => [...[name, area, settlement, from, value, unit]],
      ),
    ),
};
