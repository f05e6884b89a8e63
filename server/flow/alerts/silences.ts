// Silences: a rule, a household or a place of which nobody is told for a while, with a reason and an end. What stands open goes on.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../../../db/client.ts';
import { type Scope, within } from '../../access/scope.ts';
import { dayOf } from '../../kernel/clock.ts';
import { newId } from '../../kernel/id.ts';
import { Problem } from '../../kernel/problem.ts';
import type { RuleBook } from '../rules/load.ts';
import { dueFindings, isHolding, isSpokenOf } from './due.ts';
import {
  LONGEST_SILENCE,
  type SilencedRule,
  type SilenceInput,
  type SilencePreview,
  type SilenceRow,
} from './model.ts';
import { placeSql } from './store.ts';

/** A rule that a silence may name, of households, of sources or of places. */
export type KnownRule = SilencedRule;

/** What a silence speaks of, found and checked. */
export interface Silenced {
  ruleId: string | null;
  householdId: number | null;
  area: string;
}

const wrong = (pointer: string, detail: string) => new Problem('wrong-input', undefined, [{ pointer, detail }]);

/**
 * Finds what is to be silenced, and refuses what may not be: what lies outside the scope (404); a red rule over a whole place, since it
 * answers to what strikes one household within hours, which no reason known of the place foresees; every rule of a county or wider,
 * which would switch the watch off; a source, which belongs to no county, for anything less than the province.
 */
export async function findSilenced(
  tx: Executor,
  scope: Scope,
  input: Pick<SilenceInput, 'ruleId' | 'household' | 'area'>,
  rules: readonly KnownRule[],
): Promise<Silenced> {
  const rule = rules.find((one) => one.id === input.ruleId);
  if (input.ruleId && !rule) throw wrong('/ruleId', '没有这条规则。 / There is no such rule.');
  const home = input.household ? await findHome(tx, scope, input.household) : undefined;
  const area = input.area ?? home?.area;
  if (!area) throw wrong('/area', '请写明哪个地区或哪一户。 / Say which area, or which household.');
  if (!scope.areas.some((mine) => area.startsWith(mine))) throw new Problem('not-found');
  if (home && !home.area.startsWith(area))
    throw wrong('/area', '这一户不在这个地区。 / The household is not in that area.');
  if (rule?.of === 'source' && (area !== '22' || home))
    throw wrong('/area', '数据来源的预警只能在全省静默。 / A warning about a source is silenced for the province.');
  if (rule?.of === 'area' && home) throw wrong('/household', '这条规则说的是一个地方。 / That rule speaks of a place.');
  if (!home && rule?.severity === 'red')
    throw wrong('/ruleId', '红色规则只能逐户静默，不能整片静默。 / A red rule is silenced household by household.');
  if (!home && !rule && area.length < 9)
    throw wrong('/ruleId', '全县及以上请写明哪条规则。 / For a county or wider, say which rule.');
  return { ruleId: rule?.id ?? null, householdId: home?.id ?? null, area: home ? home.area : area };
}

async function findHome(tx: Executor, scope: Scope, number: string): Promise<{ id: number; area: string }> {
  const [home] = await tx.execute<{ id: number; area: string }>(sql`select h.id, h.area_code as area from households h
    where h.registry_number = ${number} and ${within(scope, sql`h.county_code`, sql`h.area_code`)}`);
  if (!home) throw new Problem('not-found');
  return home;
}

/** What the silence would hide today, and the open alerts it speaks of, which go on. */
export async function previewSilence(
  tx: Executor,
  { ruleId, householdId, area }: Silenced,
  { book, rules, now }: { book: RuleBook; rules: readonly KnownRule[]; now: Date },
): Promise<SilencePreview> {
  const made = sql`(select ${ruleId}::text as rule_id, ${householdId}::bigint as household_id, ${area}::text as area_code) s`;
  const spoken = (alias: SQL) =>
    isSpokenOf({
      ...{ rule: sql`${alias}.rule_id`, household: sql`${alias}.household_id` },
      ...{ area: sql`${alias}.area_code`, severity: sql`${alias}.severity` },
    });
  const hidden = await tx.execute<{ rule: string; findings: number; households: number; all: number }>(sql`
    select d.rule_id as rule, count(*)::int as findings, count(distinct d.household_id)::int as households
    from (${dueFindings({ book, now, asOf: dayOf(now) })}) d, ${made} where ${spoken(sql`d`)} group by rollup (d.rule_id) order by 2 desc`);
  const [open] = await tx.execute<{ count: number }>(sql`select count(*)::int as count from alerts a, ${made}
    where a.state = 'open' and ${spoken(sql`a`)}`);
  const names = new Map(rules.map((rule) => [rule.id, rule.names]));
  const all = hidden.find((row) => row.rule === null);
  return {
    households: all?.households ?? 0,
    findings: all?.findings ?? 0,
    rules: hidden.flatMap(({ rule, findings }) =>
      rule === null ? [] : [{ ruleId: rule, rule: names.get(rule) ?? { zh: rule, en: rule }, findings }],
    ),
    untouched: open?.count ?? 0,
  };
}

/** Begins a silence now; `until` must lie ahead, at most LONGEST_SILENCE days. Returns its id. */
export async function addSilence(
  tx: Transaction,
  { ruleId, householdId, area }: Silenced,
  { reason, until, by, now }: { reason: string; until: Date; by: string; now: Date },
): Promise<string> {
  const days = (until.getTime() - now.getTime()) / 86_400_000;
  if (!(days > 0 && days <= LONGEST_SILENCE))
    throw wrong('/until', `须在今后${LONGEST_SILENCE}天之内。 / Within the ${LONGEST_SILENCE} days to come.`);
  const id = newId();
  const at = now.toISOString();
  await tx.execute(sql`insert into silences (id, rule_id, household_id, county_code, area_code, reason, from_at, until_at, made_by, made_at)
    values (${id}::uuid, ${ruleId}, ${householdId}, ${area.slice(0, 6)}, ${area}, ${reason}, ${at}, ${until.toISOString()}, ${by}::uuid, ${at})`);
  return id;
}

/** Ends a silence that holds, before its time; what it hid is raised by the next turn. Not there: 404; over already: 409. */
export async function endSilence(
  tx: Transaction,
  scope: Scope,
  { id, by, now }: { id: string; by: string | null; now: Date },
): Promise<{ area: string }> {
  const place = within(scope, sql`s.county_code`, sql`s.area_code`);
  const [ended] = await tx.execute<{
    area: string;
  }>(sql`update silences s set ended_at = ${now.toISOString()}, ended_by = ${by}::uuid
    where s.id = ${id}::uuid and ${place} and ${isHolding(now)} returning s.area_code as area`);
  if (ended) return ended;
  const [there] = await tx.execute(sql`select 1 from silences s where s.id = ${id}::uuid and ${place}`);
  throw new Problem(there ? 'state-conflict' : 'not-found');
}

/** Silences of the scope, those that hold first, newest first; at most 500. */
export async function listSilences(
  tx: Executor,
  scope: Scope,
  { rules, now, all }: { rules: readonly KnownRule[]; now: Date; all: boolean },
): Promise<SilenceRow[]> {
  const iso = (column: SQL) => sql`to_json(${column}) #>> '{}'`;
  const rows = await tx.execute<Omit<SilenceRow, 'rule'> & Record<string, unknown>>(sql`
    select s.id, s.rule_id as "ruleId", h.registry_number as household, s.area_code as "areaCode", ${placeSql(sql`s.area_code`)} as place, s.reason,
      ${iso(sql`s.from_at`)} as "fromAt", ${iso(sql`s.until_at`)} as "untilAt", ${iso(sql`s.ended_at`)} as "endedAt", u.name as "madeBy",
      ${isHolding(now)} as "isHolding"
    from silences s left join households h on h.id = s.household_id left join users u on u.id = s.made_by
    where ${within(scope, sql`s.county_code`, sql`s.area_code`)} and ${all ? sql`true` : isHolding(now)}
    order by ${isHolding(now)} desc, s.from_at desc, s.id limit 500`);
  const names = new Map(rules.map((rule) => [rule.id, rule.names]));
  return rows.map((row) => ({
    ...row,
    place: row.place ?? '',
    rule: row.ruleId === null ? null : (names.get(row.ruleId) ?? null),
  }));
}
