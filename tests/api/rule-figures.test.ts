// What rules do, by the API: counted within the reader's area, small counts kept from those who see no case; terms; what is blind where.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BlindMap, RuleFigures, RuleTerms } from '../../server/insight/rules/model.ts';
import type { RuleDetail, RuleRow } from '../../server/studio/model.ts';
import { signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, NEIGHBOUR } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { flowOn } from '../support/flow.ts';
import { makeDraft, makeOutcome, makeTask } from '../support/makers.ts';

let database: TestDatabase;
let service: TestApp;
let ruleId: string;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  await flowOn(database).parameters();
  const task = await makeTask(database.flow);
  const closed = await makeTask(database.flow, { state: 'closed', outcomeCode: 'A1' });
  await makeOutcome(database.flow, closed);
  const [alert] = await database.flow.execute<{ rule_id: string }>(
    sql`select rule_id from alerts where id = ${task.alert.id}::uuid`,
  );
  ruleId = alert!.rule_id;
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const as = async <T>(username: string, url: string): Promise<T> =>
  (await (await signIn(service.app, username)).get(url)).json();
const figureOf = async (username: string) =>
  (await as<RuleFigures>(username, '/api/rules/figures')).items.find((one) => one.id === ruleId);

describe('figures', () => {
  it('are of the reader’s own area', async () => {
    const here = await figureOf(HOME.dispatcher);
    expect(here?.raised.at(-1)).toBe(2);
    expect(here).toMatchObject({ verified: 1 });
    expect(await figureOf(NEIGHBOUR.dispatcher)).toBeUndefined();
    expect((await figureOf('province'))?.raised).toHaveLength(13);
  });

  it('below five are not told to those who see no case', async () => {
    expect((await figureOf('rule-author'))?.raised.at(-1)).toBeNull();
  });
});

describe('a rule’s terms', () => {
  it('name its parameters with bounds, the standards of the reader’s counties, and the sources it waits for', async () => {
    const terms = await as<RuleTerms>(HOME.dispatcher, '/api/rules/heavy-medical-spending/terms');
    expect(terms.params.map(({ name, value, min, max }) => [name, value, min, max])).toContainEqual([
      'listed',
      0.5,
      0.2,
      1,
    ]);
    const [standard] = terms.standards;
    expect(standard).toMatchObject({ name: 'standard.rural_disposable_income_last_year', counties: 1 });
    expect(terms.inputs.map((one) => one.dataset)).toContain('medical-settlements');
    expect((await as<{ code: string }>('province', '/api/rules/no-such/terms')).code).toBe('not-found');
    expect(await as<RuleTerms>('province', '/api/rules/source-late/terms')).toMatchObject({ condition: null });
  });
});

describe('drafts', () => {
  it('are not shown to counties and cities', async () => {
    await makeDraft(database.flow);
    const draftsOf = async (username: string) =>
      (await as<{ items: RuleRow[] }>(username, '/api/rules')).items.flatMap((row) => row.drafts).length;
    expect([await draftsOf('province'), await draftsOf(HOME.dispatcher), await draftsOf('yanbian')]).toEqual([1, 0, 0]);
    const rule = await as<RuleDetail>(HOME.dispatcher, '/api/rules/heavy-medical-spending');
    expect(rule.versions.map((one) => one.status)).toEqual(['published']);
  });
});

describe('what is blind where', () => {
  it('is told by prefecture to the province and by county below it, with its reason', async () => {
    const province = await as<BlindMap>('province', '/api/sources/blind');
    expect(province.areas).toHaveLength(9);
    const county = await as<BlindMap>(HOME.dispatcher, '/api/sources/blind');
    expect(county.areas).toEqual([{ code: HOME.county, name: '龙井市', counties: 1 }]);
    // No department has delivered anything: whatever rests on monthly data cannot see.
    const wages = county.rules.find((rule) => rule.id === 'income-collapse');
    expect(wages?.because.map((one) => one.dataset)).toContain('wages');
    await database.flow.execute(sql`update parameters set retracted_at = recorded_at where name = 'dibao_standard'`);
    const without = await as<BlindMap>('province', '/api/sources/blind');
    const lacking = without.rules.find((rule) => rule.id === 'income-collapse');
    expect(lacking?.missing).toEqual(without.areas.map((area) => area.counties));
  });
});
