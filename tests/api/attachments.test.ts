// Photos and signatures after their visit: whole and once over a bad line, nothing that was not declared, nobody else's, and seen by
// whoever judges the visit.
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tasks } from '../../db/schema/tasks.ts';
import type { TaskDetail } from '../../server/flow/tasks/model.ts';
import type { Attachment } from '../../server/flow/visits/model.ts';
import { newId } from '../../server/kernel/id.ts';
import { openStore } from '../../web/offline/store.ts';
import { type Doors, syncOnce } from '../../web/offline/sync.ts';
import { unlock } from '../../web/offline/vault.ts';
import { type Browser, signIn, startApp, type TestApp } from '../support/app.ts';
import { HOME } from '../support/cast.ts';
import { openDatabase, type TestDatabase } from '../support/database.ts';
import { makeCoordinator, makeHousehold, makeTask, visitOf } from '../support/makers.ts';
import { beginHeaders, declare, exif, makeJpeg, makePng, pieceHeaders, TUS } from '../support/pictures.ts';
import { readRecordedPhone } from '../support/recorded-phone.ts';

let database: TestDatabase;
let service: TestApp;
let phone: Browser;
let township: Browser;
beforeAll(async () => {
  database = await openDatabase();
  service = await startApp(database);
  await makeCoordinator(database.flow, 'second', { name: '乙' });
  [phone, township] = (await Promise.all(
    [HOME.coordinator, HOME.officer].map((name) => signIn(service.app, name)),
  )) as [Browser, Browser];
});
afterAll(async () => {
  await service?.close();
  await database?.close();
});

/** A visit that has arrived and names these. */
async function visited(attachments: Attachment[], given: Parameters<typeof makeTask>[1] = {}) {
  const task = await makeTask(database.flow, { state: 'accepted', assignee: HOME.coordinator, ...given });
  const id = newId();
  const answer = await phone.put(`/api/visits/${id}`, visitOf(task.id, { attachments, note: `看过 ${id}` }));
  return { id, taskId: task.id, status: answer.statusCode, errors: answer.json().errors as { pointer: string }[] };
}
const begin = (one: Attachment, by = phone, length = one.bytes) =>
  by.send('POST', '/api/field/attachments', { headers: beginHeaders(one, length) });
const ask = (one: Attachment, by = phone) => by.send('HEAD', `/api/field/attachments/${one.id}`, { headers: TUS });
const sendPiece = (one: Attachment, offset: number, piece: Buffer, headers: Record<string, string> = {}, by = phone) =>
  by.send('PATCH', `/api/field/attachments/${one.id}`, {
    headers: { ...pieceHeaders(piece, offset), ...headers },
    body: piece,
  });
const detailOf = async (taskId: string): Promise<TaskDetail> => (await township.get(`/api/tasks/${taskId}`)).json();
const entriesOf = (id: string) =>
  database.flow.execute<{ action: string; details: object }>(
    sql`select action, details from audit_entries where subject_id = ${id} order by id`,
  );

describe('a photo', () => {
  it('comes in pieces from wherever the server stands, lies sealed, and is seen by the township, which is logged', async () => {
    const content = makeJpeg({ inside: 150_000 });
    const one = declare(content);
    const { id, taskId } = await visited([one]);
    expect((await detailOf(taskId)).visits[0]!.attachments).toMatchObject([{ id: one.id, isHere: false }]);
    const path = `/api/visits/${id}/attachments/${one.id}`;
    expect((await township.get(path)).statusCode).toBe(404);

    const created = await begin(one);
    expect([created.statusCode, created.headers['upload-offset']]).toEqual([201, '0']);
    expect(created.headers.location).toBe(`/api/field/attachments/${one.id}`);
    const pieces = [0, 65_536, 131_072].map((at) => content.subarray(at, at + 65_536));
    expect((await sendPiece(one, 0, pieces[0]!)).headers['upload-offset']).toBe('65536');
    // The answer was lost: asked, begun again, sent again at the old place.
    expect((await ask(one)).headers).toMatchObject({ 'upload-offset': '65536', 'upload-length': `${content.length}` });
    expect((await begin(one)).headers['upload-offset']).toBe('65536');
    expect((await sendPiece(one, 0, pieces[0]!)).json().code).toBe('state-conflict');
    // The same one, however its id is written: side by side it comes in once.
    const shouted = { ...one, id: one.id.toUpperCase() };
    const both = await Promise.all([sendPiece(one, 65_536, pieces[1]!), sendPiece(shouted, 65_536, pieces[1]!)]);
    expect(both.map((answer) => answer.statusCode).sort()).toEqual([204, 409]);
    expect((await sendPiece(one, 131_072, pieces[2]!)).statusCode).toBe(204);
    expect((await sendPiece(one, content.length, Buffer.alloc(1))).json().code).toBe('state-conflict');

    const stored = await database.flow.execute<{ cipher: Buffer }>(sql`select cipher from attachment_pieces`);
    const marks = content.subarray(500, 540);
    expect(stored.some(({ cipher }) => Buffer.from(cipher).includes(marks))).toBe(false);
    const seen = await township.get(path);
    expect([seen.statusCode, seen.rawPayload.equals(content)]).toEqual([200, true]);
    expect(seen.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
    expect((await detailOf(taskId)).visits[0]!.attachments).toMatchObject([
      { isHere: true, place: { latitude: 42.7 }, width: 800 },
    ]);
    const actions = (await entriesOf(one.id)).map((entry) => entry.action);
    expect(actions).toEqual([...Array<string>(5).fill('attachment.send'), 'attachment.read']);
  });

  it('of a visit that was kept beside its task comes in too', async () => {
    const task = await makeTask(database.flow, { state: 'accepted', assignee: HOME.coordinator });
    await database.flow.update(tasks).set({ state: 'cancelled' }).where(sql`id = ${task.id}::uuid`);
    const content = makeJpeg({ mark: 3 });
    const one = declare(content);
    const change = { id: newId(), kind: 'visit', taskId: task.id, body: visitOf(task.id, { attachments: [one] }) };
    const answer = await phone.post('/api/field/changes', { changes: [change] });
    expect(answer.json().items).toMatchObject([{ outcome: 'kept' }]);
    expect((await begin(one)).statusCode).toBe(201);
    expect((await sendPiece(one, 0, content)).statusCode).toBe(204);
    const { visits } = await detailOf(task.id);
    expect(visits).toMatchObject([{ keptBecause: 'cancelled', attachments: [{ isHere: true }] }]);
    const path = `/api/visits/${change.id}/attachments/${one.id}`;
    expect((await township.get(path)).rawPayload.equals(content)).toBe(true);
  });

  it('of somebody else’s visit, or of none, is not found, and no neighbour sees one', async () => {
    const content = makeJpeg({ mark: 5 });
    const [one, unnamed] = [declare(content), declare(content)];
    const { id } = await visited([one]);
    const other = await signIn(service.app, 'second');
    expect((await begin(unnamed)).json().code).toBe('not-found');
    expect((await begin(one, other)).json().code).toBe('not-found');
    expect((await ask(one, other)).statusCode).toBe(404);
    expect((await sendPiece(one, 0, content, {}, other)).json().code).toBe('not-found');
    expect((await sendPiece(one, 0, content)).statusCode).toBe(204);
    const neighbour = await signIn(service.app, 'dunhua');
    expect((await neighbour.get(`/api/visits/${id}/attachments/${one.id}`)).json().code).toBe('not-found');
    expect((await township.get(`/api/visits/${newId()}/attachments/${one.id}`)).json().code).toBe('not-found');
    const owner = '00000000-0000-4000-8000-000000000000';
    expect(
      (await phone.send('HEAD', `/api/field/attachments/${one.id}?holder=${owner}`, { headers: TUS })).statusCode,
    ).toBe(403);
  });
});

describe('what is not as it was declared', () => {
  it.each([
    ['a picture with EXIF', makeJpeg({ more: [exif(6)] })],
    ['a picture with a comment', makeJpeg({ more: [Buffer.from([0xff, 0xfe, 0, 4, 65, 66])] })],
    ['a picture with a zip behind it', makeJpeg({ behind: Buffer.from('PK\u0003\u0004 hidden') })],
    ['a GIF', Buffer.from('GIF89a\u0001\u0000\u0001\u0000 and so on')],
    ['a zip', Buffer.from('PK\u0003\u0004 and so on')],
    ['half a picture', makeJpeg().subarray(0, 300)],
    ['a PNG with text in it', makePng({ width: 800, height: 600, text: 'Comment\0by a camera' })],
    ['a picture of another size', makeJpeg({ width: 801 })],
  ])('is refused and leaves nothing: %s', async (_name, content) => {
    const one = declare(content);
    await visited([one]);
    const answer = await sendPiece(one, 0, content);
    expect([answer.json().code, answer.statusCode]).toEqual(['file-refused', 422]);
    expect((await ask(one)).headers['upload-offset']).toBe('0');
    const left = await database.flow.execute(
      sql`select 1 from attachment_pieces where attachment_id = ${one.id}::uuid`,
    );
    expect(left).toHaveLength(0);
    expect((await entriesOf(one.id)).at(-1)).toMatchObject({ details: { refused: true } });
  });

  it('is refused by its digest, and comes in when the right bytes follow', async () => {
    const content = makeJpeg({ mark: 7 });
    const one = declare(content);
    await visited([one]);
    const forged = makeJpeg({ mark: 9 });
    expect((await sendPiece(one, 0, forged)).json().code).toBe('file-refused');
    expect((await sendPiece(one, 0, content)).statusCode).toBe(204);
  });

  it('is stopped on its way: too long, a jump, a damaged piece, another protocol, another type, too large a piece, too small', async () => {
    const content = makeJpeg({ inside: 100_000 });
    const one = declare(content);
    await visited([one]);
    const first = content.subarray(0, 60_000);
    expect((await begin(one, phone, 5)).json().errors).toMatchObject([{ pointer: 'upload-length:' }]);
    expect((await sendPiece(one, 4, first)).json().code).toBe('state-conflict');
    for (const few of [0, 100])
      expect((await sendPiece(one, 0, content.subarray(0, few))).json().code).toBe('bad-request');
    expect((await sendPiece(one, 0, first, { 'upload-checksum': 'sha256 AAAA' })).statusCode).toBe(460);
    expect((await sendPiece(one, 0, first, { 'upload-checksum': 'md5 AAAA' })).json().code).toBe('bad-request');
    expect((await sendPiece(one, 0, first, { 'tus-resumable': '0.2.2' })).statusCode).toBe(412);
    expect((await sendPiece(one, 0, first, { 'content-type': 'text/plain' })).json().code).toBe('wrong-media-type');
    expect((await sendPiece(one, 0, first, { 'upload-offset': 'x' })).json().errors).toMatchObject([
      { pointer: 'upload-offset:' },
    ]);
    expect((await sendPiece(one, 0, content.subarray(0, 65_537))).json().code).toBe('too-large');
    expect((await sendPiece(one, 0, first)).statusCode).toBe(204);
    expect((await sendPiece(one, 60_000, Buffer.alloc(60_000))).json().code).toBe('too-large');
    expect((await ask(one)).headers['upload-offset']).toBe('60000');
  });

  it('is refused with its visit: too large, a signature under nothing, thirteen, one id twice', async () => {
    const one = declare(makeJpeg());
    const signature = declare(makePng(), { kind: 'signature' });
    const wrong: [Attachment[], string][] = [
      [[{ ...one, bytes: 300 * 1024 + 1 }], '/attachments/0/bytes'],
      [[signature], '/attachments/0/document'],
      [[{ ...signature, document: 'statement', bytes: 60 * 1024 + 1 }], '/attachments/0/bytes'],
      [Array.from({ length: 13 }, () => ({ ...one, id: newId() })), '/attachments'],
      [[one, one], '/attachments'],
    ];
    for (const [attachments, pointer] of wrong) {
      const { status, errors } = await visited(attachments);
      expect([status, errors[0]!.pointer]).toEqual([422, pointer]);
    }
  });
});

it('a signature under its document is a PNG, and says who signed for whom', async () => {
  const content = makePng({ width: 800, height: 600 });
  const signed = { kind: 'signature', document: 'statement', witness: '王会计' } as const;
  const [one, drawn] = [declare(content, signed), declare(makeJpeg({ mark: 11 }), signed)];
  const { taskId } = await visited([one, drawn]);
  expect((await sendPiece(drawn, 0, makeJpeg({ mark: 11 }))).json().code).toBe('file-refused');
  expect((await sendPiece(one, 0, content)).statusCode).toBe(204);
  expect((await detailOf(taskId)).visits[0]!.attachments).toMatchObject([
    { kind: 'signature', document: 'statement', witness: '王会计', isHere: true },
    { isHere: false },
  ]);
});

it('one photo under two households is shown to the township', async () => {
  const look = 'f0f0a5a500ff1234';
  const photos = [makeJpeg({ mark: 13 }), makeJpeg({ mark: 17 })].map((content) => declare(content, { look }));
  const ids: string[] = [];
  for (const photo of photos) {
    const household = await makeHousehold(database.flow);
    ids.push((await visited([photo], { householdId: household.id })).id);
  }
  const groups: { kind: string; visits: { id: string }[] }[] = (await township.get('/api/visits/alike')).json().items;
  const group = groups.find((one) => one.kind === 'photo' && one.visits.some((visit) => visit.id === ids[0]));
  expect(group?.visits.map((visit) => visit.id).sort()).toEqual([...ids].sort());
});

it('what an older app left unsent is sent by this one, each visit once', async () => {
  const { database: recorded, pin, tasks: ids } = await readRecordedPhone('tests/fixtures/phone-records-1.json');
  const unlocked = await unlock(recorded, pin);
  if (unlocked.kind !== 'open') throw new Error(unlocked.kind);
  const store = await openStore(recorded, unlocked.vault);
  // As that server left them: the first was visited, the second cancelled, the fourth handed back.
  for (const [at, id] of ids.entries())
    await makeTask(database.flow, {
      id,
      assignee: HOME.coordinator,
      state: at < 2 || at === 3 ? 'closed' : 'assigned',
    });
  const doors: Doors = {
    send: async (changes) => (await phone.post('/api/field/changes', { changes })).json(),
    fetch: async (cursor) => (await phone.get(`/api/field/sync?cursor=${cursor}`)).json(),
    refusalOf: () => 'offline',
    now: () => service.now().getTime() + 3 * 86_400_000,
  };
  expect([await syncOnce(store, doors), await syncOnce(store, doors)]).toEqual(['done', 'done']);
  const { outbox, drafts, holdings } = store.read();
  expect(outbox.slice(5).map((entry) => [entry.kind, entry.state])).toEqual([
    ['visit', 'sent'],
    ['accept', 'sent'],
    ['visit', 'sent'],
  ]);
  const sent = await database.flow.execute<{ task: string; count: number }>(sql`
    select task_id as task, count(*)::int as count from visits where task_id = any(${sql.param(ids)}::uuid[]) group by 1`);
  expect([...sent].sort((a, b) => ids.indexOf(a.task) - ids.indexOf(b.task))).toEqual([
    { task: ids[4], count: 1 },
    { task: ids[5], count: 1 },
  ]);
  expect(drafts).toMatchObject([{ taskId: ids[6], note: '写到一半' }]);
  expect(holdings.some(({ task }) => task.id === ids[6])).toBe(true);
});
