// What the phone makes of answers that are none of the service's: nothing of what waits is held up by one change, nothing given up by a
// network's page.
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../web/api/problem.ts';
import { refusalOf } from '../../web/field/doors.ts';
import { addMove, EMPTY_PHONE } from '../../web/offline/phone.ts';
import { type Doors, syncOnce } from '../../web/offline/sync.ts';
import { PRESENT } from '../support/cast.ts';

const guarded = () => Promise.reject(new ApiError(403, 'http-403', ''));
const news = { now: PRESENT.toISOString(), isRehearsal: false, cursor: '', items: [], ids: [], words: null };
const user = { id: 'jin', name: '金', areas: [] };
const told = { again: false, keptBecause: null, code: null, detail: null, errors: [], task: null };

/** A phone with three hand-backs waiting; their reasons tell them apart. */
async function syncThrough(of: Pick<Doors, 'send' | 'fetch'>) {
  let phone = EMPTY_PHONE;
  for (const reason of ['one', 'select * from', 'three'])
    phone = addMove(phone, { kind: 'return', taskId: reason, household: '某', body: { reason } }, PRESENT);
  const change = async (make: (now: typeof phone) => typeof phone) => {
    phone = make(phone);
  };
  const doors = { ...of, refusalOf, now: () => PRESENT.getTime() };
  const result = await syncOnce({ read: () => phone, change, note: change }, doors);
  return { result, states: phone.outbox.map(({ taskId, state }) => [taskId, state]) };
}

describe('an answer that is not the service’s own', () => {
  it('to one text only holds up none of the others, and its holder is told', async () => {
    const { result, states } = await syncThrough({
      send: async (changes) => {
        if (JSON.stringify(changes).includes('select')) return await guarded();
        return { now: news.now, items: changes.map(({ id }) => ({ id, outcome: 'applied' as const, ...told })) };
      },
      fetch: async () => ({ ...news, user }),
    });
    expect(result).toBe('done');
    expect(states).toEqual([
      ['one', 'sent'],
      ['select * from', 'needs-you'],
      ['three', 'sent'],
    ]);
  });

  it('to everything is no answer: all waits for a better line', async () => {
    const pages = [guarded, () => Promise.reject(new SyntaxError('Unexpected token <'))];
    for (const page of pages) {
      const { result, states } = await syncThrough({ send: page, fetch: page });
      expect([result, states.map(([, state]) => state)]).toEqual(['offline', ['waiting', 'waiting', 'waiting']]);
    }
  });

  it('is known by what it does not say; the service’s own refusals are as they were', () => {
    const of = (status: number, code: string) => refusalOf(new ApiError(status, code, ''));
    expect([of(403, 'http-403'), of(404, 'http-404'), of(502, 'http-502')]).toEqual(['strange', 'strange', 'offline']);
    expect([of(401, 'not-signed-in'), of(403, 'not-allowed'), of(422, 'wrong-input')]).toEqual([
      'signed-out',
      'signed-out',
      'refused',
    ]);
  });
});
