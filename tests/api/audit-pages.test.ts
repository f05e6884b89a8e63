// The log as its page asks for it: whatever touched one family, days, places, the state of the chain, and the log taken along.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealAudit } from '../../server/audit/seal.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, PRESENT } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { makeTask } from '../support/makers.ts';
import { tableOfXlsx } from '../support/workbook.ts';

let database: TestDatabase;
let service: TestApp;
let auditor: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  auditor = await signIn(service.app, 'auditor');
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

interface Entry {
  id: number;
  action: string;
  actor: string;
  actorName: string | null;
  areaName: string | null;
}
const rowsOf = async (query: string): Promise<Entry[]> => (await auditor.get(`/api/audit?${query}`)).json().items;

describe('one family', () => {
  it('is found in lists it stood in, by its alerts and its tasks, and in nobody else’s', async () => {
    const task = await makeTask(database.flow);
    const other = await makeTask(database.flow, { areaCode: '222405102200' });
    const county = await signIn(service.app, HOME.dispatcher);
    expect((await county.get('/api/alerts')).statusCode).toBe(200);
    expect((await county.get(`/api/alerts/${task.alert.id}`)).statusCode).toBe(200);
    const actionsOf = async (id: string) =>
      (await rowsOf(`subjectKind=household&subjectId=${id}`)).map((row) => row.action);
    const seen = await actionsOf(task.household.publicId);
    // The list, and the alert opened.
    expect(seen).toEqual(['alert.read', 'alert.read']);
    expect(await actionsOf(other.household.publicId)).toEqual(['alert.read']);
    expect(await actionsOf('01999999-0000-7000-8000-000000000000')).toEqual([]);
  });
});

describe('the filters', () => {
  it('take days of the province, a place with all in it, and name who acted', async () => {
    const entry = (day: string, area: string) => sql`
      insert into audit_entries (at, actor_id, actor, action, subject_kind, subject_id, area_code)
      select ${`${day}T23:30:00+08:00`}::timestamptz, id, username, 'task.accept', 'task', 'x', ${area} from users where username = 'dunhua'`;
    await database.flow.execute(entry('2026-09-01', '222403100200'));
    await database.flow.execute(entry('2026-09-02', '220102001001'));
    const days = 'action=task.accept&from=2026-09-01&until=2026-09-01';
    expect(await rowsOf(days)).toMatchObject([{ actor: 'dunhua', actorName: '敦化市调度员' }]);
    expect(await rowsOf('action=task.accept&area=2224')).toHaveLength(1);
    expect(await rowsOf('action=task&area=22')).toHaveLength(2);
    expect((await auditor.get('/api/audit?from=yesterday')).json().code).toBe('wrong-input');
  });

  it('name the actions that stand in the log, each once', async () => {
    const { actions } = (await auditor.get('/api/audit/actions')).json();
    expect(actions).toEqual([...new Set(actions)].sort());
    expect(actions).toContain('task.accept');
  });
});

describe('the chain', () => {
  it('tells how far it is sealed and who verified it last', async () => {
    const before = (await auditor.get('/api/audit/chain')).json();
    expect(before).toMatchObject({ sealed: 0, lastSealedAt: null, verified: null });
    expect(before.unsealed).toBeGreaterThan(0);
    await sealAudit(database.flow, PRESENT);
    const { sealed } = (await auditor.get('/api/audit/verification')).json();
    const after = (await auditor.get('/api/audit/chain')).json();
    expect(after.verified).toMatchObject({ by: 'auditor', ok: true, sealed });
  });
});

describe('the log as a file', () => {
  it('holds the filtered entries, for auditors only; that it was taken is logged', async () => {
    const answer = await auditor.get('/api/audit/export?action=task.accept');
    expect(answer.statusCode).toBe(200);
    const entries = await tableOfXlsx(answer.rawPayload);
    expect(entries).toHaveLength(3);
    expect(entries![1]).toEqual(expect.arrayContaining(['dunhua', '敦化市调度员', 'task.accept']));
    const [entry] = await rowsOf('action=audit.export');
    expect(entry).toMatchObject({ actor: 'auditor', details: { filter: { action: 'task.accept' }, rows: 2 } });
    for (const username of ['security-officer', 'administrator', 'province'])
      expect((await (await signIn(service.app, username)).get('/api/audit/export')).json().code).toBe('not-allowed');
  });
});
