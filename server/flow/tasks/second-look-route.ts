// What second looks found: how many of the drawn agree with the first visit, and which do not; with the draws, so that anybody can draw
// again. And one that a county asks for, since a visit reads as if it had been copied.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { defineRoute, type Route } from '../../access/route.ts';
import { within } from '../../access/scope.ts';
import { AREA_CODE } from '../../kernel/area.ts';
import { newId } from '../../kernel/id.ts';
import { orNotFound, Problem } from '../../kernel/problem.ts';
import { placeSql } from '../alerts/store.ts';
import { type Deadlines, dueOf } from './deadlines.ts';
import { CLOSED_BY_VISIT } from './draw.ts';
import { MOST_LOOKS, SecondLooks } from './second-looks/model.ts';

/** The route of second looks. */
export function secondLookRoute(): Route {
  return defineRoute({
    method: 'GET',
    url: '/api/second-looks',
    action: 'second-look.read',
    summary: 'Second looks in my area: drawn, done, agreed, and those that differ',
    query: z.object({ area: z.string().regex(AREA_CODE).optional() }),
    response: SecondLooks,
    async handle({ tx, scope, query, record }) {
      const here = sql`s.kind = 'second-look' and ${within(scope, sql`s.county_code`, sql`s.area_code`)}
        ${query.area ? sql`and s.area_code ^@ ${query.area}` : sql``}`;
      const isDone = sql`(s.state = 'closed' and s.outcome_code is not null)`;
      const agrees = sql`left(s.outcome_code, 1) = left(o.outcome_code, 1)`;
      const [counts] = await tx.execute<{
        drawn: number;
        done: number;
        agreed: number;
      }>(sql`select count(*)::int as drawn,
        (count(*) filter (where ${isDone}))::int as done, (count(*) filter (where ${isDone} and ${agrees}))::int as agreed
        from tasks s join tasks o on o.id = s.looks_at_id where ${here} and s.origin_kind = 'draw'`);
      const visitor = (task: 's' | 'o') => sql`coalesce((select u.name from visits v join users u on u.id = v.visitor_id
        where v.task_id = ${sql.identifier(task)}.id order by v.submitted_at desc limit 1), '')`;
      const items = await tx.execute<z.input<typeof SecondLooks>['items'][number] & Record<string, unknown>>(sql`
        select s.id, s.looks_at_id as "looksAtId", s.state, p.name as head, ${placeSql(sql`s.area_code`)} as place,
          jsonb_build_object('outcomeCode', o.outcome_code, 'visitor', ${visitor('o')}) as first,
          jsonb_build_object('outcomeCode', s.outcome_code, 'visitor', ${visitor('s')}) as second, to_json(s.closed_at) #>> '{}' as "closedAt"
        from tasks s join tasks o on o.id = s.looks_at_id left join households h on h.id = s.household_id left join persons p on p.id = h.head_person_id
        where ${here} and ${isDone} and not ${agrees} order by s.closed_at desc, s.id limit ${MOST_LOOKS}`);
      const draws = await tx.execute<z.input<typeof SecondLooks>['draws'][number] & Record<string, unknown>>(sql`
        select seed, share, to_json(from_at) #>> '{}' as "fromAt", to_json(until_at) #>> '{}' as "untilAt", population, picked
        from draws order by until_at desc limit 20`);
      if (items.length > 0)
        await record({
          subjectKind: 'task-list',
          subjectId: 'second-looks',
          details: { tasks: items.map((item) => item.id) },
        });
      return { ...counts!, items: [...items], draws: [...draws] };
    },
  });
}

const ById = z.object({ id: z.uuid() });

/** The route by which a county has a closed visit looked at again; one look at a household at a time, else 409. */
export function askSecondLookRoute({ deadlines }: { deadlines: Deadlines }): Route {
  return defineRoute({
    method: 'POST',
    url: '/api/tasks/:id/second-look',
    action: 'second-look.ask',
    summary: 'Have what a visit found looked at again by somebody else',
    params: ById,
    response: ById.describe('the second look'),
    async handle({ tx, scope, params, now, record }) {
      const [first] = await tx.execute<{ closed: boolean; area: string }>(sql`
        select (${CLOSED_BY_VISIT}) as closed, t.area_code as area from tasks t
        where t.id = ${params.id}::uuid and ${within(scope, sql`t.county_code`, sql`t.area_code`)}`);
      const { closed, area } = orNotFound(first);
      if (!closed)
        throw new Problem(
          'state-conflict',
          '入户办结了才能复查；没办结的可以退回重看。 / Only a visit that is closed is looked at again; others can be sent back.',
        );
      const [id, at] = [newId(now), now.toISOString()];
      const due = dueOf(deadlines, 'blue', false, now);
      const [opened] = await tx.execute<{ id: string }>(sql`
        insert into tasks (id, kind, subject_kind, subject_id, household_id, origin_kind, origin_id, looks_at_id, county_code, area_code, severity,
          state, opened_at, dispatch_due_at, visit_due_at, confirm_due_at, state_at)
        select ${id}::uuid, 'second-look', 'household', t.household_id, t.household_id, 'asked', t.id, t.id, t.county_code, t.area_code, 'blue',
          'waiting', ${at}, ${due.dispatch.toISOString()}, ${due.visit.toISOString()}, ${due.confirm.toISOString()}, ${at}
        from tasks t where t.id = ${params.id}::uuid
        on conflict (subject_kind, subject_id, kind) where state not in ('submitted', 'confirmed', 'closed', 'cancelled') do nothing
        returning id`);
      if (!opened)
        throw new Problem(
          'state-conflict',
          '这一户已有一次复查没做完。 / A second look at this household is open already.',
        );
      await record({ subjectKind: 'task', subjectId: params.id, areaCode: area, details: { task: id } });
      return { id };
    },
  });
}
