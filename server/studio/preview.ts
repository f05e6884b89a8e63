// What a draft would do if it were in force now: whom it names, beside the version that is, and whom that sends to a door.
import { type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '../../db/client.ts';
import type { AuditNote } from '../access/route.ts';
import { type Scope, within } from '../access/scope.ts';
import type { Catalogue } from '../catalogue.ts';
import { readBook } from '../flow/rules/book.ts';
import type { Rule } from '../flow/rules/check.ts';
import { compileComparison } from '../flow/rules/pass.ts';
import { inlineStandards, prepareStandards } from '../flow/rules/standards.ts';
import { OPEN_TASK_STATES } from '../flow/tasks/model.ts';
import { dayOf } from '../kernel/clock.ts';
import { Problem } from '../kernel/problem.ts';
import { checkDraft, toErrors } from './check.ts';
import { findVersion, noteOf } from './drafts.ts';
import type { Preview } from './model.ts';

const LONGEST = '10s';
const SHOWN_VILLAGES = 20;

type Figures = Omit<Preview['counties'][number], 'code' | 'name'>;
interface Row extends Figures, Record<string, unknown> {
  code: string;
  name: string | null;
}

/** What the draft of this id would do, and what the log keeps of the question; 422 while it has faults. */
export async function previewDraft(
  tx: Transaction,
  of: { catalogue: Catalogue; scope: Scope; now: Date },
  id: number,
): Promise<{ found: Preview; note: AuditNote }> {
  const version = await findVersion(tx, id);
  const { rules } = await readBook(tx, of.catalogue.book);
  const { rule, faults } = checkDraft(version.definition, of.catalogue, rules);
  if (!rule) {
    const detail = '草案还有错，先改好再试算。 / The draft has faults: mend them first.';
    throw new Problem('wrong-input', detail, toErrors(faults));
  }
  const found = await previewRule(tx, of, rule);
  const { hit, newlyNamed, extraVisits } = found;
  return { found, note: noteOf(version, { hit, newlyNamed, extraVisits }) };
}

/**
 * Counts over the households of the scope as the last turn left their indicators, against the standards of today. Of persons only
 * counts leave. Refuses after ten seconds.
 */
async function previewRule(
  tx: Transaction,
  { catalogue, scope, now }: { catalogue: Catalogue; scope: Scope; now: Date },
  draft: Rule,
): Promise<Preview> {
  const asOf = dayOf(now);
  const { rules } = await readBook(tx, catalogue.book);
  const published = rules.find((rule) => rule.id === draft.id);
  await tx.execute(sql`select set_config('statement_timeout', ${LONGEST}, true), set_config('jit', 'off', true),
    set_config('work_mem', '64MB', true), set_config('max_parallel_workers_per_gather', '2', true),
    set_config('parallel_setup_cost', '200', true), set_config('parallel_tuple_cost', '0.01', true)`);
  // Standards by county and settlement, as a turn makes them: here for all counties, without looking at a household.
  await tx.execute(sql`create temporary table scope_households on commit drop as
    select a.code as county_code, s.settlement from areas a cross join (values ('urban'), ('rural')) as s(settlement) where length(a.code) = 6`);
  await prepareStandards(tx, catalogue.book.catalogue.parameters, asOf);
  const standards = await inlineStandards(tx, catalogue.book.catalogue.parameters);
  const villages = await count(tx, scope, { draft, published, standards });
  const [version] = await tx.execute<{ number: number }>(
    sql`select version as number from rule_versions where rule_id = ${draft.id} and status = 'published'`,
  );
  const codes = [...new Set(villages.map((row) => row.code.slice(0, 6)))].sort();
  const names = await tx.execute<{ code: string; name: string }>(
    sql`select code, name from areas where code = any(${sql.param(codes)}::text[])`,
  );
  const nameOf = new Map(names.map((row) => [row.code, row.name]));
  const busiest = villages.filter((row) => row.extraVisits > 0).sort((a, b) => b.extraVisits - a.extraVisits);
  return {
    asOf,
    comparedWith: version?.number ?? null,
    ...sum(villages),
    counties: codes.map((code) => ({
      code,
      name: nameOf.get(code) ?? code,
      ...sum(villages.filter((row) => row.code.startsWith(code))),
    })),
    villages: busiest
      .slice(0, SHOWN_VILLAGES)
      .map(({ code, name, extraVisits }) => ({ code, name: name ?? code, extraVisits })),
  };
}

/**
 * One row a village, by one scan of household_indicators in which both conditions are worked out once a household. Who has an open
 * alert or task is hashed once and looked up only for those named. With their ids in arrays and a lookup each, a draft that names
 * everybody took more than ten seconds where this took six and a half, on a machine busy with other work. Several workers share the
 * scan: nothing in it is a temporary table.
 */
async function count(
  tx: Transaction,
  scope: Scope,
  { draft, published, standards }: { draft: Rule; published: Rule | undefined; standards: SQL },
): Promise<Row[]> {
  const mine = within(scope, sql`h.county_code`, sql`h.area_code`);
  const open = sql.param([...OPEN_TASK_STATES]);
  try {
    return await tx.execute<Row>(sql`
      select v.*, p.name from (
        select j.area_code as code, count(*)::int as judged, (count(*) filter (where draft))::int as hit,
          (count(*) filter (where draft and household_id in (select a.household_id from alerts a
            where a.state = 'open' and a.household_id is not null)))::int as "inOpenAlert",
          (count(*) filter (where draft and not published))::int as "newlyNamed",
          (count(*) filter (where published and draft is not true))::int as "noLongerNamed",
          (count(*) filter (where published and draft is null))::int as "noLongerUnknown",
          (count(*) filter (where draft is null))::int as unknown,
          (count(*) filter (where draft and not published and household_id not in (select t.household_id from tasks t
            where t.kind <> 'routine' and t.state = any(${open}::text[]) and t.household_id is not null)))::int as "extraVisits"
        from (${compileComparison(draft, published, { where: mine, standards })}) as j group by 1) as v
      left join areas p on p.code = v.code order by v.code`);
  } catch (error) {
    const { code } = ((error as Error).cause ?? error) as { code?: string };
    if (code !== '57014') throw error;
    throw new Problem(
      'unavailable',
      '试算超过十秒，已停下；请缩小辖区或稍后再试。 / The preview took more than ten seconds and was stopped: try again later.',
    );
  }
}

function sum(rows: readonly Figures[]): Figures {
  const total = (key: keyof Figures) => rows.reduce((sum, row) => sum + row[key], 0);
  return {
    judged: total('judged'),
    hit: total('hit'),
    inOpenAlert: total('inOpenAlert'),
    newlyNamed: total('newlyNamed'),
    noLongerNamed: total('noLongerNamed'),
    noLongerUnknown: total('noLongerUnknown'),
    unknown: total('unknown'),
    extraVisits: total('extraVisits'),
  };
}
