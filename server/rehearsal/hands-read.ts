// What invented staff must know to work: who they are, which tasks are open and how those stand, and where the counties lie.
import { readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { Role } from '../access/model.ts';
import type { SignedIn } from '../access/route.ts';
import { OPEN_TASK_STATES } from '../flow/tasks/model.ts';
import type { Standing } from './hands-plan.ts';

export interface Staff {
  byId: ReadonlyMap<string, SignedIn>;
  /** Who leads where: of nested bodies the one with the longer prefix. */
  dispatcherOf(area: string): SignedIn | undefined;
  officerOf(area: string): SignedIn | undefined;
}

/** A task with what its visitor will see. */
export interface Work extends Standing {
  asKind: 'help' | 'exit';
  cause: string | null;
  members: number;
  firstOutcome: string | null;
  isOnAid: boolean;
}

/** Everybody who can act, by account and by the areas of their body. */
export async function readStaff(db: Executor): Promise<Staff> {
  const users = await db.execute<Omit<SignedIn, 'role'> & { role: Role } & Record<string, unknown>>(sql`
    select id, username, name, role, visitor_kind as "visitorKind", body_key as "bodyKey", department from users
    where is_active order by username`);
  const held = await db.execute<{ body: string; area: string }>(
    sql`select body_key as body, area_code as area from body_areas where until_on is null`,
  );
  const leads = (role: Role) => {
    const byArea = new Map<string, SignedIn>();
    for (const user of users)
      if (user.role === role)
        for (const { body, area } of held) if (body === user.bodyKey && !byArea.has(area)) byArea.set(area, user);
    return (area: string) => {
      for (let length = area.length; length >= 4; length--) {
        const found = byArea.get(area.slice(0, length));
        if (found) return found;
      }
      return undefined;
    };
  };
  return {
    byId: new Map(users.map((user) => [user.id, user])),
    dispatcherOf: leads('county-dispatcher'),
    officerOf: leads('township-officer'),
  };
}

interface Stored extends Record<string, unknown> {
  opened: string;
  stood: string;
  dispatch: string;
  visit: string;
  confirm: string;
}

/** Every open task about a household but visits by the calendar, in an order that is the same each time; a few per cent of what a province has. */
export async function readWork(db: Executor): Promise<Work[]> {
  const rows = await db.execute<
    Stored & Omit<Work, 'openedAt' | 'stateAt' | 'dispatchDueAt' | 'visitDueAt' | 'confirmDueAt'>
  >(sql`
    select t.id, t.version, t.state, t.kind, t.severity, t.county_code as county, t.area_code as area, h.registry_number as household,
      t.opened_at as opened, t.state_at as stood, t.dispatch_due_at as dispatch, t.visit_due_at as visit, t.confirm_due_at as confirm,
      t.assignee_id as "assigneeId", (select count(*)::int from visits v where v.task_id = t.id) as visits,
      case when coalesce(o.kind, t.kind) = 'exit' then 'exit' else 'help' end as "asKind", o.outcome_code as "firstOutcome",
      (select a.cause from task_alerts ta join alerts a on a.id = ta.alert_id where ta.task_id = coalesce(o.id, t.id)
        order by array_position(array['red', 'orange', 'yellow', 'blue'], a.severity), a.rule_id limit 1) as cause,
      coalesce(n.members__living, 1)::int as members, coalesce(n.aid__listed, 0) > 0 as "isOnAid"
    from tasks t join households h on h.id = t.household_id left join tasks o on o.id = t.looks_at_id
      left join household_indicators n on n.household_id = t.household_id
    where t.kind <> 'routine' and t.state = any(${sql.param([...OPEN_TASK_STATES])}::text[]) and h.registry_number is not null
    order by h.registry_number, t.kind, t.opened_at`);
  return rows.map(({ opened, stood, dispatch, visit, confirm, ...row }) => ({
    ...row,
    ...{ openedAt: new Date(opened), stateAt: new Date(stood) },
    ...{ dispatchDueAt: new Date(dispatch), visitDueAt: new Date(visit), confirmDueAt: new Date(confirm) },
  }));
}

/** The middle of each county's border, in degrees: a visit's place is made up around it. */
export function readCentres(): Map<string, [number, number]> {
  const file = new URL('../../db/areas/borders.json', import.meta.url);
  const { features } = JSON.parse(readFileSync(file, 'utf8')) as {
    features: { properties: { code: string }; geometry: { coordinates: unknown } }[];
  };
  return new Map(
    features.map(({ properties, geometry }) => {
      const points = (geometry.coordinates as unknown[]).flat(Infinity) as number[];
      const mean = (from: number) => {
        let sum = 0;
        for (let at = from; at < points.length; at += 2) sum += points[at]!;
        return sum / (points.length / 2);
      };
      return [properties.code, [mean(0), mean(1)]] as const;
    }),
  );
}
