// The chain of hashes: what was logged cannot be changed, removed or slipped in without being seen.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordAct } from '../../server/audit/record.ts';
import { canonicalJson, makeSealer, sealAudit } from '../../server/audit/seal.ts';
import { verifyAudit } from '../../server/audit/verify.ts';
import { PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { countRows } from '../support/makers.ts';
import fc from '../support/property.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openDatabase();
});
afterAll(() => database?.close());

/** Ten entries a minute apart, sealed. The owner may empty the log; nobody else. */
beforeEach(async () => {
  await database.owner.execute(sql`truncate audit_entries, audit_seals restart identity`);
  for (let i = 0; i < 10; i++) await add(i);
  expect(await seal()).toBe(10);
});

const minutes = (count: number) => new Date(PRESENT.getTime() + count * 60_000);
const seal = (reach?: number) => sealAudit(database.flow, minutes(60), reach);
const tamper = (statement: string) => database.owner.execute(sql.raw(statement));

function add(at: number, details: Record<string, unknown> = { z: 1, a: [{ y: '金', b: null }], 'a b': 0.1 }) {
  const act = {
    at: minutes(at),
    actor: 'system',
    action: 'task.open',
    subjectKind: 'task',
    subjectId: `t${at}`,
  } as const;
  return database.web.transaction((tx) => recordAct(tx, { ...act, areaCode: '222405', details }));
}

describe('an honest log', () => {
  it('holds, and sealing again seals nothing', async () => {
    expect(await seal()).toBe(0);
    expect(await verifyAudit(database.flow)).toMatchObject({
      entries: 10,
      sealed: 10,
      ok: true,
      head: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('goes on where it ended, and entries not sealed yet are no fault', async () => {
    const before = await verifyAudit(database.flow);
    await add(10);
    expect(await verifyAudit(database.flow)).toMatchObject({ entries: 11, sealed: 10, ok: true, head: before.head });
    expect(await seal()).toBe(1);
    expect((await verifyAudit(database.flow)).head).not.toBe(before.head);
  });

  it('takes an entry that committed after its followers were sealed', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let hasWritten = () => {};
    const written = new Promise<void>((resolve) => {
      hasWritten = resolve;
    });
    const slow = database.web.transaction(async (tx) => {
      await recordAct(tx, {
        at: minutes(10),
        actor: 'system',
        action: 'task.open',
        subjectKind: 'task',
        subjectId: 'slow',
      });
      hasWritten();
      await released;
    });
    await written;
    await add(11);
    expect(await seal()).toBe(1);
    release();
    await slow;
    expect(await seal()).toBe(1);
    expect(await verifyAudit(database.flow)).toMatchObject({ entries: 12, sealed: 12, ok: true });
  });

  it('takes a step that wrote for long while others were sealed after it, at the latest by the sealer’s long look', async () => {
    await tamper(`select setval(pg_get_serial_sequence('audit_entries', 'id'), 30000)`);
    await add(11);
    await seal();
    await tamper(`insert into audit_entries (id, at, actor, action, subject_kind, subject_id) overriding system value
      select n, '${minutes(11).toISOString()}', 'system', 'task.open', 'task', n::text from generate_series(11, 20000) n`);
    expect(await seal()).toBe(0);
    expect(await makeSealer(database.flow)(minutes(60))).toBe(19_990);
    expect(await verifyAudit(database.flow)).toMatchObject({ sealed: 20_001, ok: true });
  });

  it('is sealed by one process at a time', async () => {
    for (let i = 10; i < 40; i++) await add(i);
    const sealed = await Promise.all([seal(), seal(), seal(), seal()]);
    expect(sealed.reduce((a, b) => a + b, 0) + (await seal())).toBe(30);
    expect(await verifyAudit(database.flow)).toMatchObject({ sealed: 40, ok: true });
  });

  it('of more entries than one page holds', async () => {
    await tamper(
      `insert into audit_entries (at, actor, action, subject_kind, subject_id) select now(), 'system', 'x.y', 'x', n::text from generate_series(1, 5500) n`,
    );
    expect(await seal()).toBe(5500);
    expect(await verifyAudit(database.flow)).toMatchObject({ sealed: 5510, ok: true });
  });
});

describe('tampering is found:', () => {
  const broken = async () => (await verifyAudit(database.flow)).firstBroken;

  it.each([
    ['who', "actor = 'somebody'"],
    ['what', "action = 'task.close'"],
    ['when, by a microsecond', "at = at + interval '1 microsecond'"],
    ['where', 'area_code = null'],
    ['on what', "subject_id = 't5'"],
    ['the details', `details = jsonb_set(details, '{a,0,b}', '0')`],
  ])('an entry changed: %s', async (_what, assignment) => {
    await tamper(`update audit_entries set ${assignment} where id = 4`);
    expect(await broken()).toEqual({ kind: 'entry-changed', sequence: 4, entryId: 4 });
  });

  it('an entry removed', async () => {
    await tamper('delete from audit_entries where id = 7');
    expect(await broken()).toEqual({ kind: 'entry-missing', sequence: 7, entryId: 7 });
  });

  it('an entry removed with its seal', async () => {
    await tamper('delete from audit_entries where id = 7');
    await tamper('delete from audit_seals where entry_id = 7');
    expect(await broken()).toEqual({ kind: 'seal-missing', sequence: 7, entryId: null });
  });

  it('an entry removed with its seal, and the gap closed', async () => {
    await tamper('delete from audit_entries where id = 7');
    await tamper('delete from audit_seals where entry_id = 7');
    for (const next of [8, 9, 10])
      await tamper(`update audit_seals set sequence = ${next - 1} where sequence = ${next}`);
    expect(await broken()).toEqual({ kind: 'entry-changed', sequence: 7, entryId: 8 });
  });

  it('two entries in each other’s place', async () => {
    for (const [from, to] of [
      [3, 1003],
      [4, 3],
      [1003, 4],
    ]) // through a third: a seal has one entry
      await tamper(`update audit_seals set entry_id = ${to} where entry_id = ${from}`);
    expect((await broken())?.sequence).toBe(3);
  });

  it('an entry slipped into the past', async () => {
    await tamper('delete from audit_entries where id = 2');
    await tamper('delete from audit_seals where entry_id = 2');
    await add(300);
    await tamper(`insert into audit_entries (id, at, actor, action, subject_kind, subject_id) overriding system value
      values (2, '${minutes(1).toISOString()}', 'system', 'task.open', 'task', 'invented')`);
    await seal();
    expect(await broken()).toEqual({ kind: 'seal-missing', sequence: 2, entryId: null });
  });

  it('an entry slipped into a gap of the ids, and never sealed', async () => {
    await tamper(`select nextval(pg_get_serial_sequence('audit_entries', 'id'))`);
    await add(300);
    await seal();
    await tamper(`insert into audit_entries (id, at, actor, action, subject_kind, subject_id) overriding system value
      values (11, '${minutes(12).toISOString()}', 'system', 'task.open', 'task', 'invented')`);
    expect(await seal()).toBe(0);
    expect(await broken()).toEqual({ kind: 'entry-inserted', sequence: null, entryId: 11 });
    expect(await countRows(database.flow, 'audit_seals')).toBe(11);
  });
});

describe('canonical JSON', () => {
  it('is the same after jsonb has stored it, whatever the content', async () => {
    const value = fc.jsonValue({ maxDepth: 3 }).filter((json) => !/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(json)));
    await fc.assert(
      fc.asyncProperty(value, async (json) => {
        const [row] = await database.owner.execute<{ back: unknown }>(
          sql`select ${JSON.stringify(json)}::text::jsonb as back`,
        );
        expect(canonicalJson(row!.back)).toBe(canonicalJson(json));
      }),
      { numRuns: 200 },
    );
  });

  it('orders keys at every depth', () => {
    expect(canonicalJson({ b: 1, a: { d: [{ f: 1, e: 2 }], c: null } })).toBe(
      '{"a":{"c":null,"d":[{"e":2,"f":1}]},"b":1}',
    );
  });
});
