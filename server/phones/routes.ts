// Phones at the desk: how far each is, the visits that came too late, the lost ones; and how a phone asks how it stands.
import { z } from 'zod';
import { type Call, definePublicRoute, defineRoute, type Route } from '../access/route.ts';
import { dayOf } from '../kernel/clock.ts';
import { encodeCursor, InstantKey, pageOf, readCursor } from '../kernel/page.ts';
import { countPhones, listKept, listPhones } from './list.ts';
import { endPhone, findPhoneAgain, losePhone, readStanding } from './lost.ts';
import { GoneInput, KeptFilter, KeptRow, LostInput, PhoneCount, PhoneFilter, PhoneRow, Standing } from './model.ts';

const ById = z.object({ id: z.uuid() });
const SinceKey = z.tuple([InstantKey, z.uuid(), z.guid()]);
const KeptKey = z.tuple([InstantKey, z.uuid()]);

/** The routes; `readVersion` tells the version of the phone's app that is served, where pages are. */
export function phoneRoutes(readVersion: () => string | null): Route[] {
  const askedOf = ({
    now,
    query,
  }: Pick<Call<undefined, { area?: string | undefined; days?: number }, undefined>, 'now' | 'query'>) => ({
    ...{ area: query.area, days: query.days ?? 3, now, today: dayOf(now), present: readVersion() },
  });

  const list = defineRoute({
    method: 'GET',
    url: '/api/phones',
    action: 'phone.read',
    summary: 'Who visits in an area with the phone they have and how far it is, silent longest first',
    query: PhoneFilter,
    response: pageOf(PhoneRow).extend({ present: z.string().nullable().describe('the version that is served') }),
    async handle(call) {
      const { tx, scope, query } = call;
      const asked = askedOf(call);
      const after = readCursor(query.after, SinceKey);
      const { items, next } = await listPhones(tx, scope, { ...asked, state: query.state, limit: query.limit, after });
      return { items, next: next && encodeCursor(next), present: asked.present };
    },
  });

  const counts = defineRoute({
    method: 'GET',
    url: '/api/phones/counts',
    action: 'phone.read',
    summary: 'How phones stand in each area one level below (below the caller’s own, where they have one)',
    query: PhoneFilter.pick({ area: true, days: true }),
    response: z.object({ items: z.array(PhoneCount), total: z.number().describe('who visits, over all of them') }),
    async handle(call) {
      const { areas } = call.scope;
      const asked = askedOf(call);
      const area = asked.area ?? (areas.length === 1 ? areas[0] : undefined);
      const items = await countPhones(call.tx, call.scope, { ...asked, area });
      return { items, total: items.reduce((sum, { people }) => sum + people, 0) };
    },
  });

  const kept = defineRoute({
    method: 'GET',
    url: '/api/phones/kept',
    action: 'phone.read',
    summary: 'Visits of the last 90 days that came when their task had gone on without them, newest first',
    query: KeptFilter,
    response: pageOf(KeptRow),
    async handle({ tx, scope, query, now }) {
      const after = readCursor(query.after, KeptKey);
      const { items, next } = await listKept(tx, scope, { area: query.area, now, limit: query.limit, after });
      return { items, next: next && encodeCursor(next) };
    },
  });

  return [list, counts, kept, lose, find, standing, gone];
}

const lose = defineRoute({
  method: 'POST',
  url: '/api/phones/:id/lost',
  action: 'phone.lose',
  summary: 'Report a phone lost: its sessions end, and at its next contact it wipes itself',
  isTrusted: true,
  params: ById,
  body: LostInput,
  response: z.null(),
  async handle({ tx, scope, params, body, now, session, record }) {
    const { known, ended } = await losePhone(tx, scope, { id: params.id, reason: body.reason, now, today: dayOf(now) });
    session.endOthers(ended);
    const details = { username: known.username, reason: body.reason, sessions: ended.length };
    await record({ subjectKind: 'phone', subjectId: params.id, areaCode: known.area, details });
    return null;
  },
});

const find = defineRoute({
  method: 'POST',
  url: '/api/phones/:id/found',
  action: 'phone.find',
  summary: 'Take the report of a lost phone back, as long as it has not wiped itself',
  isTrusted: true,
  params: ById,
  response: z.null(),
  async handle({ tx, scope, params, now, record }) {
    const known = await findPhoneAgain(tx, scope, { id: params.id, today: dayOf(now) });
    const details = { username: known.username };
    await record({ subjectKind: 'phone', subjectId: params.id, areaCode: known.area, details });
    return null;
  },
});

/** A read: asked at every start, it would fill the log. The secret stands alone in the phone's header, and so in no address. */
const standing = definePublicRoute({
  method: 'GET',
  url: '/api/field/phones/:id/standing',
  action: 'phone.ask',
  summary: 'Whether a phone is to wipe itself, asked by its secret (x-shouwang-phone), signed in or not',
  params: ById,
  response: Standing,
  handle: ({ tx, params, phone }) => readStanding(tx, params.id, phone),
});

const gone = definePublicRoute({
  method: 'POST',
  url: '/api/field/phones/:id/gone',
  action: 'phone.wipe',
  summary: 'A phone tells that it holds nothing any more, and why',
  params: ById,
  body: GoneInput,
  response: z.null(),
  async handle({ tx, params, body, now, record }) {
    const { id, username, wasLost } = await endPhone(tx, { id: params.id, ...body, now });
    const details = { because: body.because, wasLost };
    await record({ subjectKind: 'phone', subjectId: params.id, actor: { id, username }, details });
    return null;
  },
});
