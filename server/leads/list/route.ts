// Leads as the desk looks through them: what people told of, whether a registry knows the household, and what came of it.
import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Executor } from '../../../db/client.ts';
import { defineRoute, type Route } from '../../access/route.ts';
import { type Scope, within } from '../../access/scope.ts';
import { placeSql } from '../../flow/alerts/store.ts';
import { encodeCursor, InstantKey, pageOf, readCursor } from '../../kernel/page.ts';
import { LEAD_VIEWS, LeadCounts, LeadFilter, LeadRow, type LeadView } from './model.ts';

const Cursor = z.tuple([InstantKey, z.uuid()]);
type Cursor = z.infer<typeof Cursor>;
type Asked = Omit<z.output<typeof LeadFilter>, 'after'> & { after: Cursor | undefined };

/** The route of the list. */
export function leadListRoute(): Route {
  return defineRoute({
    method: 'GET',
    url: '/api/leads',
    action: 'lead.read',
    summary:
      'What people told of in my area, the newest first: whether a registry knows the household, and what came of it',
    query: LeadFilter,
    response: pageOf(LeadRow).extend({ counts: LeadCounts }),
    async handle({ tx, scope, query, record }) {
      const after = readCursor(query.after, Cursor);
      const page = await listLeads(tx, scope, { ...query, after });
      if (page.items.length > 0)
        await record({
          subjectKind: 'lead-list',
          subjectId: query.view,
          details: { leads: page.items.map((item) => item.id) },
        });
      return { ...page, next: page.next && encodeCursor(page.next) };
    },
  });
}

const iso = (column: SQL) => sql`to_json(${column}) #>> '{}'`;
const ENDED = sql`coalesce(t.state in ('closed', 'cancelled'), false)`;
/** SQL of each view, on a lead `l` and its task `t`. Work that ended without a need confirmed leaves nobody to be registered. */
const VIEWS: Record<LeadView, SQL> = {
  register: sql`(l.household_id is null and (l.register_at is not null or not ${ENDED} or coalesce(left(t.outcome_code, 1) in ('A', 'B'), false)))`,
  open: sql`not ${ENDED}`,
  ended: ENDED,
  all: sql`true`,
};

/** A page of leads by `leads_by_county`, and how many each view holds under the same area and channel. */
async function listLeads(
  tx: Executor,
  scope: Scope,
  { area, view, channel, limit, after }: Asked,
): Promise<{ items: LeadRow[]; next: Cursor | null; counts: LeadCounts }> {
  const from = sql`from leads l left join tasks t on t.id = l.task_id`;
  const here = sql`${within(scope, sql`l.county_code`, sql`l.area_code`)} ${area ? sql`and l.area_code ^@ ${area}` : sql``}
    ${channel ? sql`and l.channel = ${channel}` : sql``}`;
  const counted = LEAD_VIEWS.map((one) => sql`(count(*) filter (where ${VIEWS[one]}))::int as ${sql.identifier(one)}`);
  const [counts] = await tx.execute<LeadCounts>(sql`select ${sql.join(counted, sql`, `)} ${from} where ${here}`);
  const rows = await tx.execute<LeadRow & { key: string }>(sql`
    select l.id, l.channel, ${iso(sql`l.received_at`)} as "receivedAt", w.name as by, ${placeSql(sql`l.area_code`)} as place, l.head_name as head,
      l.people, l.summary, ${iso(sql`l.register_at`)} as "registerAt", l.received_at::text as key,
      case when h.id is not null then jsonb_build_object('id', h.public_id, 'number', h.registry_number, 'head', p.name) end as household,
      case when t.id is not null then jsonb_build_object('id', t.id, 'state', t.state, 'severity', t.severity, 'assignee', u.name,
        'outcomeCode', t.outcome_code) end as task
    ${from} left join users w on w.id = l.made_by left join households h on h.id = l.household_id
    left join persons p on p.id = h.head_person_id left join users u on u.id = t.assignee_id
    where ${here} and ${VIEWS[view]} ${after ? sql`and (l.received_at, l.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by l.received_at desc, l.id desc limit ${limit + 1}`);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ key: _, ...row }) => row),
    next: rows.length > limit && last ? [last.key, last.id] : null,
    counts: counts!,
  };
}
