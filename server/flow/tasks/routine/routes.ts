// Groups that are visited by the calendar: begin and stop them, who is in them, and agreements of care.
import { z } from 'zod';
import { type AuditNote, defineRoute, type Route } from '../../../access/route.ts';
import { AREA_CODE } from '../../../kernel/area.ts';
import { dayOf } from '../../../kernel/clock.ts';
import { encodeCursor, pageOf, readCursor } from '../../../kernel/page.ts';
import { agreementRoutes } from './agreement-routes.ts';
import { addMember, changeMember, endMember, listCarers, listMembers, MemberCursor } from './member-store.ts';
import {
  CarerRow,
  EndInput,
  MemberChange,
  MemberFilter,
  MemberInput,
  MemberRow,
  RISKS,
  RoutineGroups,
  StartInput,
} from './model.ts';
import type { RoutinePolicy } from './policy.ts';
import { listGroups, startGroup, stopGroup } from './starts.ts';

const ById = z.object({ id: z.uuid() });
const area = z.string().regex(AREA_CODE).optional();

/** The routes of visits by the calendar; they need its groups. */
export function routineRoutes(policy: RoutinePolicy): Route[] {
  const everyDays = Object.fromEntries(RISKS.map((risk) => [risk, policy.rhythm[risk].every_days])) as Record<
    (typeof RISKS)[number],
    number
  >;
  return [
    defineRoute({
      method: 'GET',
      url: '/api/routine/groups',
      action: 'routine.read',
      summary: 'Groups that are visited by the calendar: members here, and where they have begun',
      query: z.object({ area }),
      response: RoutineGroups,
      handle: async ({ tx, scope, query }) => ({
        groups: await listGroups(tx, scope, { policy, area: query.area }),
        everyDays,
      }),
    }),
    defineRoute({
      method: 'POST',
      url: '/api/routine/starts',
      action: 'routine.start',
      summary: 'Begin a group in a county or a township; its first visits are spread over one rhythm',
      startsCycle: true,
      body: StartInput,
      response: ById,
      async handle({ tx, scope, user, body, now, record }) {
        const begun = await startGroup(tx, scope, { input: body, by: user.id, now, policy });
        await record(noteOf('routine', begun.id, begun.area, { group: begun.groupId }));
        return { id: begun.id };
      },
    }),
    defineRoute({
      method: 'POST',
      url: '/api/routine/starts/:id/end',
      action: 'routine.stop',
      summary: 'Stop a group here: visits that nobody has taken on are called off',
      startsCycle: true,
      params: ById,
      response: ById,
      async handle({ tx, scope, user, params, now, record }) {
        const ended = await stopGroup(tx, scope, { id: params.id, by: user.id, now });
        await record(noteOf('routine', params.id, ended.area, { group: ended.groupId }));
        return { id: params.id };
      },
    }),
    defineRoute({
      method: 'GET',
      url: '/api/routine/members',
      action: 'routine.read',
      summary: 'Who is in a group, since when, at which risk and by whose word; or who was',
      query: MemberFilter,
      response: pageOf(MemberRow),
      async handle({ tx, scope, query, record }) {
        const after = readCursor(query.after, MemberCursor);
        const page = await listMembers(tx, scope, { ...query, after, unseen: policy.unseen });
        if (page.items.length > 0)
          await record(
            noteOf('household-list', 'routine-members', query.area, {
              households: page.items.map((one) => one.household.id),
            }),
          );
        return { items: page.items, next: page.next && encodeCursor(page.next) };
      },
    }),
    defineRoute({
      method: 'GET',
      url: '/api/routine/carers',
      action: 'routine.read',
      summary: 'Who goes to doors here and can be named for a household',
      query: z.object({ area }),
      response: z.object({ items: z.array(CarerRow) }),
      async handle({ tx, scope, query, now }) {
        const place = query.area ?? scope.areas[0] ?? '';
        const isMine = place.length >= 6 && scope.areas.some((mine) => place.startsWith(mine));
        return { items: isMine ? await listCarers(tx, { area: place, today: dayOf(now) }) : [] };
      },
    }),
    defineRoute({
      method: 'POST',
      url: '/api/routine/members',
      action: 'member.add',
      summary:
        'Put a household into a group by hand, with the reason; it is visited whether or not the group has begun here',
      startsCycle: true,
      body: MemberInput,
      response: ById,
      async handle({ tx, scope, user, body, now, record }) {
        const added = await addMember(tx, scope, { input: body, by: user.id, now, today: dayOf(now), policy });
        const { groupId: group, risk, carerId, why } = body;
        await record(noteOf('member', added.id, added.area, { group, risk, carerId, why }));
        return { id: added.id };
      },
    }),
    defineRoute({
      method: 'PUT',
      url: '/api/routine/members/:id',
      action: 'member.change',
      summary: 'Name who goes, or set the risk of who was entered by hand',
      startsCycle: true,
      params: ById,
      body: MemberChange,
      response: ById,
      async handle({ tx, scope, params, body, now, record }) {
        const changed = await changeMember(tx, scope, { id: params.id, input: body, today: dayOf(now), now, policy });
        await record(noteOf('member', params.id, changed.area, { ...body }));
        return { id: params.id };
      },
    }),
    defineRoute({
      method: 'POST',
      url: '/api/routine/members/:id/end',
      action: 'member.end',
      summary: 'Take a household that was entered by hand out of a group, with the reason',
      startsCycle: true,
      params: ById,
      body: EndInput,
      response: ById,
      async handle({ tx, scope, user, params, body, now, record }) {
        const { reason } = body;
        const ended = await endMember(tx, scope, { id: params.id, reason, by: user.id, today: dayOf(now), now });
        await record(noteOf('member', params.id, ended.area, { reason }));
        return { id: params.id };
      },
    }),
    ...agreementRoutes(policy),
  ];
}

function noteOf(kind: string, id: string, areaCode: string | undefined, details: Record<string, unknown>): AuditNote {
  return { subjectKind: kind, subjectId: id, ...(areaCode && { areaCode }), details };
}
