// Filters of the desk that people keep by a name of their own; nobody else sees them.
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { defineRoute, type Route } from '../../../access/route.ts';
import { newId } from '../../../kernel/id.ts';
import { orNotFound, Problem } from '../../../kernel/problem.ts';
import { MOST_VIEWS, SavedView, ViewInput } from './model.ts';

const ById = z.object({ id: z.uuid() });

/** The routes of saved views. */
export function savedViewRoutes(): Route[] {
  const list = defineRoute({
    method: 'GET',
    url: '/api/views',
    action: 'view.read',
    summary: 'The filters that I keep by name, in the order in which I made them',
    response: z.object({ items: z.array(SavedView) }),
    async handle({ tx, user }) {
      const rows = await tx.execute<SavedView & Record<string, unknown>>(
        sql`select id, name, filter from saved_views where user_id = ${user.id}::uuid order by made_at, id limit ${MOST_VIEWS}`,
      );
      return { items: [...rows] };
    },
  });

  const keep = defineRoute({
    method: 'POST',
    url: '/api/views',
    action: 'view.change',
    summary: 'Keep a filter by a name; a name that I have already is refused, and so is one view too many',
    body: ViewInput,
    response: SavedView,
    async handle({ tx, user, body, now, record }) {
      const [own] = await tx.execute<{ count: number; isTaken: boolean }>(sql`select count(*)::int as count,
        coalesce(bool_or(name = ${body.name}), false) as "isTaken" from saved_views where user_id = ${user.id}::uuid`);
      if (own!.isTaken) refuse('/name', '已有同名的视图。 / There is a view of that name already.');
      if (own!.count >= MOST_VIEWS) refuse('/name', `最多 ${MOST_VIEWS} 个视图。 / ${MOST_VIEWS} views at most.`);
      const id = newId();
      await tx.execute(sql`insert into saved_views (id, user_id, name, filter, made_at)
        values (${id}::uuid, ${user.id}::uuid, ${body.name}, ${body.filter}, ${now.toISOString()})`);
      await record({ subjectKind: 'view', subjectId: id, details: { kept: true } });
      return { id, ...body };
    },
  });

  const forget = defineRoute({
    method: 'DELETE',
    url: '/api/views/:id',
    action: 'view.change',
    summary: 'Forget a view of mine',
    isTrusted: true, // requests delete nothing
    params: ById,
    response: z.null(),
    async handle({ tx, user, params, record }) {
      const [gone] = await tx.execute(
        sql`delete from saved_views where id = ${params.id}::uuid and user_id = ${user.id}::uuid returning id`,
      );
      orNotFound(gone);
      await record({ subjectKind: 'view', subjectId: params.id, details: { kept: false } });
      return null;
    },
  });

  return [list, keep, forget];
}

function refuse(pointer: string, detail: string): never {
  throw new Problem('wrong-input', undefined, [{ pointer, detail }]);
}
