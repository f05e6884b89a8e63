// The clerk's desk for pairs over HTTP: the queue, both sides, what a decision would change, deciding, and somebody who was faster.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PairDetail, PairEffects, PairRow } from '../../server/flow/match/model.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { checksums, files, flowOn, idOf } from '../support/flow.ts';

const [first, second] = [idOf(2), idOf(4)];
const slipped = `${first.slice(0, 15)}${(Number(first[15]) + 1) % 10}${first.slice(16)}`;

let database: TestDatabase;
let service: TestApp;
let clerk: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  const flow = flowOn(database);
  await flow.parameters();
  await flow.hand(
    files.registry('202609', [
      { id: first, household: 'H1' },
      { id: second, household: 'H2' },
    ]),
    '2026-10-01',
  );
  await flow.hand(
    files.wages('202609', [
      { id: second, month: '202609', amount: 800 },
      { id: slipped, month: '202609', amount: 900 },
    ]),
    '2026-10-02',
  );
  await flow.hand(files.wagesOf('202608', [{ id: first, name: '李四', month: '202608', amount: 700 }]), '2026-10-03');
  await flow.hand(files.medical('202609', [{ no: '1', id: second, on: '2026-09-05', paid: 300000 }]), '2026-10-03');
  await flow.turn('2026-10-15');
  clerk = await signIn(service.app, HOME.dispatcher);
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

async function pairsOf(browser = clerk, query = ''): Promise<PairRow[]> {
  return (await browser.get(`/api/pairs${query}`)).json().items;
}

async function pairOf(kind: PairRow['kind'], state: PairRow['state'] = 'open'): Promise<PairRow> {
  return (await pairsOf(clerk, `?kind=${kind}&state=${state}`))[0]!;
}

const decide = (pair: PairRow, verb: string, version = pair.version) =>
  clerk.post(`/api/pairs/${pair.id}/${verb}`, { reason: '核对过户口簿' }, { version });

describe('the queue', () => {
  it('is the county’s own, page by page, each pair once', async () => {
    const ids: string[] = [];
    let after: string | null = '';
    while (after !== null) {
      const page: { items: PairRow[]; next: string | null } = (
        await clerk.get(`/api/pairs?limit=1${after && `&after=${encodeURIComponent(after)}`}`)
      ).json();
      ids.push(...page.items.map((item) => item.id));
      after = page.next;
    }
    expect(ids).toHaveLength(new Set(ids).size);
    expect((await pairsOf()).map((pair) => pair.kind).sort()).toEqual([
      'near-number',
      'same-name-birth-village',
      'two-names',
    ]);
    expect(await pairsOf(await signIn(service.app, 'dunhua'))).toEqual([]);
    expect(await pairsOf(await signIn(service.app, 'province'))).toHaveLength(3);
    expect((await (await signIn(service.app, HOME.officer)).get('/api/pairs')).json().code).toBe('not-allowed');
  });
});

describe('one pair', () => {
  it('shows both sides with masked numbers, and what each has from which source; the look is logged', async () => {
    const twins = await pairOf('same-name-birth-village');
    const answer = await clerk.get(`/api/pairs/${twins.id}`);
    expect(answer.headers.etag).toBe('"v1"');
    const { sides, moves }: PairDetail = answer.json();
    expect(moves).toEqual(['link', 'dismiss']);
    const [one, other] = [...sides].sort((a, b) => (a.household! < b.household! ? -1 : 1));
    expect([one!, other!].map((side) => [side.name, side.household, side.bornOn])).toEqual([
      ['金顺姬', 'H1', '1980-03-15'],
      ['金顺姬', 'H2', '1980-03-15'],
    ]);
    expect(other!.rows.map((row) => [row.kind, row.title.zh, row.count])).toEqual([
      ['income.wage', '工资薪金所得', 1],
      ['medical.self_paid', expect.any(String), 1],
    ]);
    expect(answer.body).not.toMatch(/\d{15}/);
    const logged = await database.flow.execute(
      sql`select 1 from audit_entries where action = 'pair.read' and subject_id = ${twins.id}`,
    );
    expect(logged).toHaveLength(1);
    const near: PairDetail = (await clerk.get(`/api/pairs/${(await pairOf('near-number')).id}`)).json();
    expect(near.sides[1]).toMatchObject({ is: 'refused-rows', file: { lines: [3] } });
    const names: PairDetail = (await clerk.get(`/api/pairs/${(await pairOf('two-names')).id}`)).json();
    expect(names.sides[1]).toMatchObject({ is: 'name', name: '李四', rows: [{ kind: 'income.wage', count: 1 }] });
  });

  it('tells what each decision would change, and changes nothing by telling', async () => {
    const before = await checksums(database.owner, ['cycles', 'cycle_steps', 'sessions', 'audit_entries']);
    const effectsOf = async (kind: PairRow['kind']): Promise<PairEffects[]> =>
      (await clerk.get(`/api/pairs/${(await pairOf(kind)).id}/effects?keeps=${keeps}`)).json().items;
    const { sides }: PairDetail = (
      await clerk.get(`/api/pairs/${(await pairOf('same-name-birth-village')).id}`)
    ).json();
    const keeps = sides[0].household === 'H1' ? 'person' : 'other';
    const [link, dismiss] = await effectsOf('same-name-birth-village');
    expect(link).toMatchObject({ verb: 'link', refused: null, households: ['H1', 'H2'], facts: { come: 0, go: 0 } });
    expect(link!.begins.map((one) => one.ruleId)).toContain('heavy-medical-spending');
    expect(link!.ends.map((one) => one.ruleId)).toContain('heavy-medical-spending');
    expect(dismiss).toMatchObject({ verb: 'dismiss', households: [], begins: [], ends: [] });
    expect((await effectsOf('near-number'))[0]).toMatchObject({ households: ['H1'], facts: { come: 1, go: 0 } });
    expect((await effectsOf('two-names'))[1]).toMatchObject({ households: ['H1'], facts: { come: 0, go: 1 } });
    expect(await checksums(database.owner, ['cycles', 'cycle_steps', 'sessions', 'audit_entries'])).toEqual(before);
  });
});

describe.sequential('a decision', () => {
  it('needs the version that was seen, and a reason; whoever is second is told', async () => {
    const twins = await pairOf('same-name-birth-village');
    expect((await clerk.post(`/api/pairs/${twins.id}/link`, { reason: '同一人' })).json().code).toBe(
      'version-required',
    );
    const noReason = await clerk.post(`/api/pairs/${twins.id}/link`, { reason: ' ' }, { version: 1 });
    expect(noReason.json().code).toBe('wrong-input');
    const linked = await decide(twins, 'link');
    expect(linked.json()).toEqual({ id: twins.id, state: 'linked', version: 2 });
    expect(service.cycles).toEqual(['pair.link']);
    const late = await decide(twins, 'dismiss');
    expect([late.statusCode, late.json().code]).toEqual([409, 'state-conflict']);
    const links = await database.flow.execute(sql`select 1 from identity_links where retracted_at is null`);
    expect(links).toHaveLength(1);
    const [shown] = await pairsOf(clerk, '?state=linked');
    expect(shown).toMatchObject({ reason: '核对过户口簿', decidedBy: expect.any(String) });
    expect((await decide(shown!, 'undo')).json().state).toBe('open');
    expect((await decide(twins, 'link')).statusCode).toBe(412);
  });

  it('takes a refused row in, and the file of rejects no longer holds it', async () => {
    const tax = await signIn(service.app, 'tax');
    const [batch] = await database.flow.execute<{ id: number }>(
      sql`select id from batches where dataset = 'wages' and period = '2026-09' and adds_to is null`,
    );
    const rejects = async () =>
      (await tax.get(`/api/batches/${batch!.id}/rejects.csv`)).body.trim().split('\r\n').length - 1;
    expect(await rejects()).toBe(1);
    expect((await decide(await pairOf('near-number'), 'link')).statusCode).toBe(200);
    expect(await rejects()).toBe(0);
    expect((await decide(await pairOf('near-number', 'linked'), 'undo')).statusCode).toBe(200);
    expect(await rejects()).toBe(1);
  });
});
