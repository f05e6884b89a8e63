// A new dataset is one YAML file: nothing else is told, and its rows arrive as facts by every part of the door.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Catalogue, loadCatalogue } from '../../server/catalogue.ts';
import { checkFile } from '../../server/flow/ingest/check.ts';
import { templateCsv } from '../../server/flow/ingest/template.ts';
import { handIn } from '../../server/hand-in.ts';
import { instantAt } from '../../server/kernel/clock.ts';
import { publishCatalogue } from '../../server/publish.ts';
import { KEYS } from '../support/catalogue.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { files, flowOn, idOf, writeDelivery } from '../support/flow.ts';

const CONTRACT = `
dataset: heating-arrears
title: { zh: 供热欠费, en: Heating arrears }
department: housing
legal_basis: 省级低收入人口数据共享信息目录（住建厅）
purpose: { zh: 发现无力缴纳供热费的家庭, en: To see who cannot pay for heating }
rhythm: { every: monthly, due_day: 20 }
mode: increment
source: { monthly: true }
period: { kind: month, latest_of: month }
subject: person
subject_id: id
key: [id, month]
columns:
  - { name: 户名, field: name, type: name, personal: masked, example: "赖成淑" }
  - { name: 身份证号, field: id, type: id, required: true, personal: masked, example: "229915196608140141" }
  - { name: 欠费所属月, field: month, type: month, required: true, example: "202609" }
  - { name: 欠费金额, field: owed, type: money, required: true, example: "812.50" }
facts:
  - { kind: arrears.heating, on: month, amount: owed }
`;

const ID = idOf(7, '19700101');
let folder: string;
let database: TestDatabase;
let catalogue: Catalogue;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rules-'));
  cpSync('rules', folder, { recursive: true });
  writeFileSync(join(folder, 'datasets', 'heating-arrears.yaml'), CONTRACT);
  catalogue = await loadCatalogue(folder);
  database = await openDatabase();
  await publishCatalogue(database.urls.owner, catalogue);
  await flowOn(database).hand(files.registry('202609', [{ id: ID, household: 'H2224050000001' }]), '2026-09-02');
});
afterAll(async () => {
  await database?.close();
  rmSync(folder, { recursive: true, force: true });
});

it('its file is known by its headings, its rows become facts of a partition of their own, its bad rows are told', async () => {
  const bad = `${ID.slice(0, 17)}${ID.endsWith('0') ? '1' : '0'}`;
  const rows = [`金顺姬,${ID},202609,812.50`, `金顺姬,${ID},202608,"1,000"`, `金顺姬,${bad},202609,1`];
  const path = writeDelivery('供热公司_202609.csv', `户名,身份证号,欠费所属月,欠费金额\n${rows.join('\n')}\n`);
  const door = { flow: database.flow, keys: KEYS, catalogue };
  const taken = await handIn(door, path, { now: instantAt('2026-10-08', '09:00') });
  expect(taken).toMatchObject({ dataset: 'heating-arrears', isKnown: false });
  const facts =
    await database.flow.execute(sql`select tableoid::regclass::text as place, on_date::text, amount from facts
    where kind = 'arrears.heating' and retracted_at is null order by on_date`);
  expect([...facts]).toEqual([
    { place: 'facts_arrears_heating', on_date: '2026-08-01', amount: 100_000 },
    { place: 'facts_arrears_heating', on_date: '2026-09-01', amount: 81_250 },
  ]);
  const rejects = await database.flow.execute(sql`select line, code from rejects where batch_id = ${taken.batchId}`);
  expect([...rejects]).toEqual([{ line: 4, code: 'bad-check-digit' }]);
});

it('its template is generated, and the door knows it by its headings', async () => {
  const contract = catalogue.contracts.find((one) => one.dataset === 'heating-arrears')!;
  const path = writeDelivery('供热公司_202610.csv', templateCsv(contract));
  const checked = await checkFile(path, catalogue.contracts, {});
  expect(checked.contract.dataset).toBe('heating-arrears');
  const outcomes = [];
  for await (const outcome of checked.outcomes) outcomes.push(outcome.kind);
  expect(outcomes).toEqual(['row']);
});
