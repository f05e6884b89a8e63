// The desk's list of leads: what people told of, in pages, by how each stands, and never a neighbour's.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LeadCounts, LeadRow } from '../../server/leads/list/model.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME, NEIGHBOUR } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { makeHousehold } from '../support/makers.ts';

let database: TestDatabase;
let service: TestApp;
let township: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  township = await signIn(service.app, HOME.officer);
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

const list = async (
  query = '',
  by = township,
): Promise<{ items: LeadRow[]; next: string | null; counts: LeadCounts }> => {
  const answer = await by.get(`/api/leads${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const tell = async (head: string, channel = '12345'): Promise<{ id: string; taskId: string }> => {
  const told = { areaCode: HOME.village, head, people: 2, channel, cause: null, summary: `${head}家里没钱看病` };
  const answer = await township.post('/api/leads', told);
  expect(answer.statusCode, answer.body).toBe(200);
  const lead = answer.json();
  minute += 1; // the clock of tests stands still
  await database.flow.execute(
    sql`update leads set received_at = received_at + make_interval(mins => ${minute}::int) where id = ${lead.id}::uuid`,
  );
  return lead;
};
let minute = 0;
const end = (taskId: string, outcome: string | null) =>
  database.flow.execute(
    sql`update tasks set state = 'closed', outcome_code = ${outcome}, closed_at = state_at where id = ${taskId}::uuid`,
  );
const headsOf = ({ items }: { items: LeadRow[] }) => items.map(({ head }) => head);

it('leads are listed by how they stand, the newest first, page by page; a neighbour has none of them', async () => {
  const waiting = await tell('崔一');
  const unfounded = await tell('崔二', 'petition');
  const needy = await tell('崔三');
  const known = await tell('崔四', 'self-report');
  const gone = await tell('崔五');
  await end(unfounded.taskId, 'C1');
  await end(needy.taskId, 'A6');
  await end(gone.taskId, 'D3');
  await township.post(`/api/leads/${gone.id}/register`);
  const household = await makeHousehold(database.flow, { head: '崔四' });
  await township.post(`/api/leads/${known.id}/link`, { householdId: household.publicId });

  const first = await list();
  expect(first.counts).toEqual({ register: 3, open: 2, ended: 3, all: 5 });
  expect(headsOf(first)).toEqual(['崔五', '崔三', '崔一']); // nobody waits for the registration of a need that was none
  expect(first.items[0]).toMatchObject({
    registerAt: expect.any(String),
    household: null,
    channel: '12345',
    people: 2,
  });
  expect(first.items[2]).toMatchObject({
    ...{ id: waiting.id, summary: '崔一家里没钱看病', by: expect.any(String), place: expect.any(String) },
    task: { id: waiting.taskId, state: 'waiting', severity: 'yellow', assignee: null, outcomeCode: null },
  });
  expect(headsOf(await list('?view=open'))).toEqual(['崔四', '崔一']);
  expect((await list('?view=open')).items[0]!.household).toMatchObject({ id: household.publicId, head: '崔四' });
  expect(headsOf(await list('?view=ended'))).toEqual(['崔五', '崔三', '崔二']);
  const petitions = await list('?view=all&channel=petition');
  expect([headsOf(petitions), petitions.counts.all]).toEqual([['崔二'], 1]);
  expect(await list(`?view=all&area=${HOME.county}999`)).toMatchObject({ items: [], counts: { all: 0 } });

  const seen: (string | null)[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page: Awaited<ReturnType<typeof list>> = await list(
      `?view=all&limit=2&after=${after}`.replace(/&after=$/, ''),
    );
    seen.push(...headsOf(page));
    after = page.next;
  }
  expect(seen).toEqual(['崔五', '崔四', '崔三', '崔二', '崔一']);
  const neighbour = await list('?view=all', await signIn(service.app, NEIGHBOUR.officer));
  expect(neighbour).toMatchObject({ items: [], counts: { all: 0, register: 0, open: 0, ended: 0 } });
  const [read] = await database.flow.execute(
    sql`select details from audit_entries where action = 'lead.read' and subject_id = 'open' limit 1`,
  );
  expect(read).toMatchObject({ details: { leads: [known.id, waiting.id] } });
});
