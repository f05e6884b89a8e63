// The phone's storage: an older app's is opened whole, bytes lie sealed and go with what they belong to, and a full phone loses nothing.
import { beforeAll, describe, expect, it } from 'vitest';
import type { ChangeAnswer } from '../../server/field/model.ts';
import { makeId } from '../../web/api/make-id.ts';
import { makeAttachment, nextAttachment } from '../../web/offline/attachments.ts';
import { startDraft } from '../../web/offline/draft.ts';
import { applyAnswers, makeEntry } from '../../web/offline/outbox.ts';
import {
  addAttachment,
  dropAttachment,
  finishVisit,
  retryAttachments,
  saveDraft,
  takeAnswers,
} from '../../web/offline/phone.ts';
import { openStore, type Store } from '../../web/offline/store.ts';
import { sendAttachments } from '../../web/offline/upload.ts';
import { createVault, unlock, type Vault } from '../../web/offline/vault.ts';
import { PRESENT } from '../support/cast.ts';
import { type MemoryDatabase, memoryDatabase } from '../support/memory-database.ts';
import { declare } from '../support/pictures.ts';
import { readRecordedPhone } from '../support/recorded-phone.ts';

describe('a phone that the first app wrote', () => {
  it('is opened by its PIN with every draft, entry and household, and what was on its way waits again', async () => {
    const { database, pin, tasks } = await readRecordedPhone('tests/fixtures/phone-records-1.json');
    expect(await unlock(database, '111111')).toMatchObject({ kind: 'wrong', left: 9 });
    const unlocked = await unlock(database, pin);
    if (unlocked.kind !== 'open') throw new Error(unlocked.kind);
    const store = await openStore(database, unlocked.vault);
    const { drafts, outbox, holdings, words, attachments } = store.read();
    expect(outbox.map((entry) => [entry.kind, entry.state, entry.answer?.outcome])).toEqual([
      ['accept', 'sent', 'applied'],
      ['visit', 'sent', 'applied'],
      ['visit', 'needs-you', 'kept'],
      ['visit', 'needs-you', 'needs-you'],
      ['return', 'sent', 'applied'],
      ['visit', 'waiting', undefined],
      ['accept', 'waiting', undefined],
      ['visit', 'waiting', undefined],
    ]);
    expect(drafts).toMatchObject([{ taskId: tasks[6], note: '写到一半', outcomeCode: 'B3', attachments: [] }]);
    expect(holdings.map(({ task }) => task.head)).toEqual(expect.arrayContaining(['崔明淑', '赵凤山', '全永植']));
    expect([words.outcomes.length > 10, attachments]).toEqual([true, []]);
    // A change writes only what it touches: nothing of the old app is lost on the way.
    const before = new Set(database.records.keys());
    await store.change((phone) => saveDraft(phone, { ...drafts[0]!, note: '写完了' }));
    expect([...before].filter((key) => !database.records.has(key))).toEqual([]);
  });
});

describe('photos on the phone', () => {
  let vault: Vault;
  let database: MemoryDatabase;
  let store: Store;
  beforeAll(async () => {
    vault = await createVault(memoryDatabase(), makeId(), '480271');
  });
  const open = async () => {
    store = await openStore(database, vault);
    return store;
  };
  const draft = { ...startDraft(makeId(), '宋', PRESENT), outcomeCode: 'A6', note: '看过' };
  const arrived = (id: string): ChangeAnswer => ({
    ...{ id, outcome: 'applied', again: false, keptBecause: null, code: null, detail: null, errors: [], task: null },
  });
  const content = (mark: number) => Uint8Array.from({ length: 2000 }, (_, at) => (at * mark) % 251);

  /** Taken as the page takes them: bytes, then the record, then the draft names it. */
  async function take(mark: number): Promise<string> {
    const bytes = content(mark);
    const one = makeAttachment(declare(Buffer.from(bytes)), draft.id);
    await store.bytes.write(one.id, bytes);
    await store.change((phone) => addAttachment(phone, one));
    const attachments = store.read().attachments.map(({ id }) => id);
    await store.change((phone) => saveDraft(phone, { ...draft, attachments }));
    return one.id;
  }
  const markSent = (id: string, at: number) =>
    store.change((phone) => ({
      ...phone,
      attachments: phone.attachments.map((one) =>
        one.id === id ? { ...one, state: 'sent', sentAt: new Date(at).toISOString() } : one,
      ),
    }));

  it('lie sealed, are there after the phone was off, and go with their record', async () => {
    database = memoryDatabase();
    await open();
    const [kept, dropped] = [await take(3), await take(5)];
    const sealed = database.bytes.get(kept) as { data: ArrayBuffer };
    expect(Buffer.from(sealed.data).includes(Buffer.from(content(3).subarray(20, 60)))).toBe(false);
    await store.change((phone) => dropAttachment(phone, dropped));
    expect([...database.bytes.keys()]).toEqual([kept]);
    await open();
    expect(await store.bytes.read(kept)).toEqual(content(3));
    expect(await store.bytes.read(dropped)).toBeUndefined();
  });

  it('leave nothing when the phone died between the bytes and the draft', async () => {
    database = memoryDatabase();
    await open();
    const kept = await take(3);
    const orphan = makeAttachment(declare(Buffer.from(content(7))), draft.id);
    await store.bytes.write(makeId(), content(9));
    await store.bytes.write(orphan.id, content(7));
    await store.change((phone) => addAttachment(phone, orphan));
    await open();
    expect(store.read().attachments.map(({ id }) => id)).toEqual([kept]);
    expect([...database.bytes.keys()]).toEqual([kept]);
  });

  it('whose bytes are lost wait for a person, and hold up none of the others', async () => {
    database = memoryDatabase();
    await open();
    const [gone, broken, whole] = [await take(3), await take(5), await take(7)];
    await store.change((phone) => finishVisit(phone, phone.drafts[0]!, PRESENT));
    await store.change((phone) => takeAnswers(phone, [arrived(draft.id)], PRESENT));
    database.bytes.delete(gone);
    database.bytes.set(broken, { iv: new Uint8Array(12), data: new ArrayBuffer(40) });
    const taken: string[] = [];
    const result = await sendAttachments(store, {
      begin: async () => 0,
      ask: async () => 0,
      sendPiece: async (one, offset, piece) => {
        taken.push(one.id);
        return offset + piece.length;
      },
      refusalOf: () => 'offline',
      wordsOf: () => '',
      now: () => PRESENT.getTime(),
    });
    expect([result, taken]).toEqual(['done', [whole]]);
    const states = store.read().attachments.map((one) => [one.state, one.refusal]);
    expect(states).toEqual([
      ['needs-you', 'lost'],
      ['needs-you', 'lost'],
      ['sent', null],
    ]);
    await store.change((phone) => retryAttachments(phone, draft.id));
    expect(store.read().attachments[0]).toMatchObject({ state: 'waiting', refusal: null });
  });

  it('that something on the way turns down wait for the next run, and hold up none of the others', async () => {
    database = memoryDatabase();
    await open();
    const [disliked, liked] = [await take(3), await take(5)];
    await store.change((phone) => finishVisit(phone, phone.drafts[0]!, PRESENT));
    await store.change((phone) => takeAnswers(phone, [arrived(draft.id)], PRESENT));
    let isGuarded = true;
    const run = () =>
      sendAttachments(store, {
        begin: async () => 0,
        ask: async () => 0,
        sendPiece: async (one, offset, piece) => {
          if (isGuarded && one.id === disliked) throw new Error('a page of the network’s');
          return offset + piece.length;
        },
        refusalOf: () => 'strange',
        wordsOf: () => '',
        now: () => PRESENT.getTime(),
      });
    const states = () => store.read().attachments.map((one) => [one.id, one.state]);
    expect([await run(), states()]).toEqual([
      'offline',
      [
        [disliked, 'waiting'],
        [liked, 'sent'],
      ],
    ]);
    isGuarded = false;
    expect([await run(), states()]).toEqual([
      'done',
      [
        [disliked, 'sent'],
        [liked, 'sent'],
      ],
    ]);
  });

  it('go when their visit is there, also while its holder is still to choose between two values', () => {
    const one = makeAttachment(declare(Buffer.alloc(9)), 'a-visit');
    const entry = makeEntry({ id: 'a-visit', kind: 'visit', taskId: 't', household: '某', body: {}, madeAt: '' });
    expect(nextAttachment([one], [entry])).toBeUndefined();
    const names = { zh: '原因', en: 'Cause' };
    const sides = { field: 'cause', mine: 'illness', theirs: 'disaster', base: null, theirsAt: '' };
    const told = { again: false, keptBecause: null, code: null, detail: null, errors: [], task: null };
    const clashes = [{ ...sides, label: names, theirsSource: names }];
    const outbox = applyAnswers([entry], [{ id: 'a-visit', outcome: 'applied', ...told, clashes }], '');
    expect(outbox[0]!.state).toBe('needs-you');
    expect(nextAttachment([one], outbox)?.id).toBe(one.id);
  });

  it('that were sent make room for what is new, the oldest first, and unsent ones never do', async () => {
    database = memoryDatabase();
    await open();
    const [first, second] = [await take(3), await take(5)];
    await markSent(second, 1000);
    database.room = 0;
    await store.bytes.write('new', content(11));
    expect([database.bytes.has(first), database.bytes.has(second), database.bytes.has('new')]).toEqual([
      true,
      false,
      true,
    ]);
    await expect(store.bytes.write('newer', content(13))).rejects.toMatchObject({ name: 'QuotaExceededError' });
    await expect(store.change((phone) => finishVisit(phone, draft, PRESENT))).rejects.toMatchObject({
      name: 'QuotaExceededError',
    });
    expect(store.read().outbox).toEqual([]);
    expect(await store.bytes.read(first)).toEqual(content(3));
  });
});
