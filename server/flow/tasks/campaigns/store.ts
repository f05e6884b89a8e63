// Campaigns as people see, begin and end them.
import { randomBytes } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../../../../db/client.ts';
import { type Scope, within } from '../../../access/scope.ts';
import { addDays, dayOf, instantAt } from '../../../kernel/clock.ts';
import { newId } from '../../../kernel/id.ts';
import { Problem } from '../../../kernel/problem.ts';
import { busySql, teamsSql } from '../../alerts/room.ts';
import { placeSql } from '../../alerts/store.ts';
import type { RuleBook } from '../../rules/load.ts';
import { countFrame, makeFrame, type Wish } from './draw.ts';
import {
  type CampaignDetail,
  type CampaignRow,
  LARGEST_SWEEP,
  LONGEST_SWEEP,
  type SweepInput,
  type SweepPreview,
  type SweepPreviewInput,
  wilson,
} from './model.ts';

const wrong = (pointer: string, detail: string) => new Problem('wrong-input', undefined, [{ pointer, detail }]);

/** What a caller asks for, with a seed where there is none yet. An area outside the scope is not found. */
export function wishOf({ area, condition, draw }: SweepPreviewInput, scope: Scope, at: Date): Wish {
  if (!scope.areas.some((mine) => area.startsWith(mine))) throw new Problem('not-found');
  const drawn = draw && {
    ...{ seed: draw.seed ?? randomBytes(8).toString('hex'), share: draw.share ?? null, size: draw.size ?? null },
  };
  return { area, condition: condition ?? null, draw: drawn ?? null, at };
}

/** How many households a sweep would visit, village by village, against the room there is. Changes nothing. */
export async function previewSweep(tx: Transaction, wish: Wish, book: RuleBook): Promise<SweepPreview> {
  await makeFrame(tx, wish, book);
  const { population, picked } = await countFrame(tx);
  const villages = await tx.execute<{
    code: string;
    name: string | null;
    picked: number;
    room: number | null;
    team: number;
  }>(sql`
    with teams as (${teamsSql(dayOf(wish.at))}),
    busy as (select coalesce(t.team, left(b.area_code, 12)) as team, count(distinct b.household_id)::int as households
      from (${busySql()}) b left join teams t on t.village = left(b.area_code, 12) group by 1),
    wanted as (select left(f.area_code, 12) as code, count(*)::int as picked from frame f where f.is_picked group by 1)
    select w.code, p.name, w.picked, greatest(0, t.capacity - coalesce(b.households, 0)) as room,
      (sum(w.picked) over (partition by coalesce(t.team, w.code)))::int as team
    from wanted w left join teams t on t.village = w.code left join busy b on b.team = coalesce(t.team, w.code)
    left join areas p on p.code = w.code order by w.picked desc, w.code limit 1000`);
  return {
    ...{ population, picked, isTooLarge: picked > LARGEST_SWEEP },
    villages: villages.map(({ code, name, picked: here, room, team }) => ({
      ...{ code, name: name ?? code, picked: here, room, isOver: team > (room ?? 0) },
    })),
  };
}

/** Begins a sweep; the next turn opens its tasks. Refused when it finds nobody, too many, or is not due within LONGEST_SWEEP days. */
export async function openSweep(
  tx: Transaction,
  wish: Wish,
  { input, book, by, now }: { input: SweepInput; book: RuleBook; by: string | null; now: Date },
): Promise<{ id: string; population: number; picked: number }> {
  const today = dayOf(now);
  if (input.due <= today || input.due > addDays(today, LONGEST_SWEEP))
    throw wrong('/due', `明天起${LONGEST_SWEEP}天之内。 / From tomorrow, within ${LONGEST_SWEEP} days.`);
  await makeFrame(tx, wish, book);
  const { population, picked } = await countFrame(tx);
  if (picked === 0) throw wrong('/condition', '没有这样的家庭。 / There is no such household.');
  if (picked > LARGEST_SWEEP)
    throw wrong(
      '/condition',
      `有${picked}户，最多${LARGEST_SWEEP}户。 / ${picked} households; at most ${LARGEST_SWEEP}.`,
    );
  const id = newId();
  const { area, condition, draw } = wish;
  const due = instantAt(input.due, '17:30').toISOString();
  // Of a sample by size the wanted size is kept as picked; the turn that draws it says how many it was.
  await tx.execute(sql`insert into campaigns (id, kind, name, county_code, area_code, reason, condition, draw_seed, draw_share, population, picked,
      began_at, due_at, made_by)
    values (${id}::uuid, 'sweep', ${input.name}, ${area.slice(0, 6)}, ${area}, ${input.reason}, ${condition}, ${draw?.seed ?? null},
      ${draw?.share ?? null}, ${population}, ${draw?.size ?? picked}, ${now.toISOString()}, ${due}, ${by}::uuid)`);
  return { id, population, picked };
}

/** Ends a campaign; the next turn calls off what nobody was given, and lets clocks go on. Over already: 409. */
export async function endCampaign(
  tx: Transaction,
  scope: Scope,
  { id, by, now }: { id: string; by: string | null; now: Date },
): Promise<{ area: string }> {
  const place = within(scope, sql`c.county_code`, sql`c.area_code`);
  const [ended] = await tx.execute<{
    area: string;
  }>(sql`update campaigns c set ended_at = ${now.toISOString()}, ended_by = ${by}::uuid,
      version = version + 1
    where c.id = ${id}::uuid and c.ended_at is null and ${place} returning c.area_code as area`);
  if (ended) return ended;
  const [there] = await tx.execute(sql`select 1 from campaigns c where c.id = ${id}::uuid and ${place}`);
  throw new Problem(there ? 'state-conflict' : 'not-found');
}

const iso = (column: SQL) => sql`to_json(${column}) #>> '{}'`;
const COLUMNS = sql`c.id, c.kind, c.name, c.reason, c.area_code as "areaCode", coalesce(${placeSql(sql`c.area_code`)}, '') as place,
  c.alert_id as "alertId", c.condition, c.draw_seed as "drawSeed", c.draw_share as "drawShare", c.population, c.picked,
  ${iso(sql`c.began_at`)} as "beganAt", ${iso(sql`c.due_at`)} as "dueAt", ${iso(sql`c.ended_at`)} as "endedAt",
  (select u.name from users u where u.id = c.made_by) as "madeBy",
  (select jsonb_build_object('open', count(*) filter (where t.state not in ('closed', 'cancelled')),
      'closed', count(*) filter (where t.state = 'closed'), 'cancelled', count(*) filter (where t.state = 'cancelled'))
    from tasks t where t.origin_kind = 'campaign' and t.origin_id = c.id) as tasks`;

/** Campaigns of the scope, those that run first, newest first; at most 200. */
export async function listCampaigns(tx: Executor, scope: Scope): Promise<CampaignRow[]> {
  return [
    ...(await tx.execute<CampaignRow & Record<string, unknown>>(sql`select ${COLUMNS} from campaigns c
      where ${within(scope, sql`c.county_code`, sql`c.area_code`)} order by (c.ended_at is not null), c.began_at desc, c.id limit 200`)),
  ];
}

/** One campaign with what stands still for it, and of a drawn sample what it says of those whom no rule named. */
export async function findCampaign(
  tx: Executor,
  scope: Scope,
  id: string,
  confirms: ReadonlyMap<string, boolean | null>,
): Promise<CampaignDetail | undefined> {
  const [row] = await tx.execute<CampaignRow & Record<string, unknown>>(sql`select ${COLUMNS} from campaigns c
    where c.id = ${id}::uuid and ${within(scope, sql`c.county_code`, sql`c.area_code`)}`);
  if (!row) return undefined;
  const [stands] = await tx.execute<{ suspended: number }>(sql`select count(*)::int as suspended from tasks
    where campaign_id = ${id}::uuid and suspended_at is not null`);
  const codes = await tx.execute<{
    code: string | null;
    count: number;
  }>(sql`select outcome_code as code, count(*)::int as count from tasks
    where origin_kind = 'campaign' and origin_id = ${id}::uuid and state = 'closed' group by 1`);
  const sum = (wanted: boolean | null) =>
    codes.reduce((total, { code, count }) => total + ((confirms.get(code ?? '') ?? null) === wanted ? count : 0), 0);
  const [confirmed, visited] = [sum(true), sum(true) + sum(false)];
  const estimate =
    row.drawSeed === null ? null : { visited, confirmed, unverified: sum(null), ...wilson(confirmed, visited) };
  return { ...row, suspended: stands?.suspended ?? 0, estimate };
}
