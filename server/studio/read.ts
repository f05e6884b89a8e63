// The rules as people see them: what is in force, what stands as a draft, how many alerts each has open, what is blind.
import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import { type Scope, within } from '../access/scope.ts';
import type { Catalogue } from '../catalogue.ts';
import { readDataMonths } from '../flow/ingest/months.ts';
import { readBook } from '../flow/rules/book.ts';
import { dayOf } from '../kernel/clock.ts';
import { aboutOf } from './content.ts';
import type { RuleDetail, RuleRow, RuleVersion } from './model.ts';

type Stored = RuleVersion & { ruleId: string };

interface Reader {
  catalogue: Catalogue;
  scope: Scope;
  now: Date;
  /** Only what is or was in force is shown. */
  hidesDrafts?: boolean;
}

const iso = (column: SQL) => sql`to_json(${column}) #>> '{}'`;
const by = (column: SQL) => sql`(select u.name from users u where u.id = ${column})`;

async function readVersions(tx: Executor, only: SQL): Promise<Stored[]> {
  return await tx.execute<Stored & Record<string, unknown>>(sql`
    select v.rule_id as "ruleId", v.id, v.version as number, v.origin, v.status, v.note, v.based_on as "basedOn",
      ${by(sql`v.drafted_by`)} as "draftedBy", ${iso(sql`v.drafted_at`)} as "draftedAt", v.in_force_from::text as "inForceFrom",
      ${by(sql`v.published_by`)} as "publishedBy", ${iso(sql`v.published_at`)} as "publishedAt", ${by(sql`v.retired_by`)} as "retiredBy",
      ${iso(sql`v.retired_at`)} as "retiredAt", v.revision, v.definition
    from rule_versions v where ${only} order by v.rule_id collate "C", v.version desc`);
}

/** Every rule that is, was or may be in force, in order of id. Open alerts are those of the scope. */
export async function listRules(tx: Executor, reader: Reader): Promise<RuleRow[]> {
  const rows = (await readRules(tx, reader, sql`true`)).map(({ row }) => row);
  return rows.filter((row) => row.status !== 'draft' || row.drafts.length > 0 || row.scheduled);
}

/** One rule with all its versions, newest first; absent when there is none of that id. */
export async function readRule(tx: Executor, reader: Reader, id: string): Promise<RuleDetail | undefined> {
  const [found] = await readRules(tx, reader, sql`v.rule_id = ${id}`);
  if (!found) return undefined;
  const { row, versions, shown } = found;
  const { document, quote } = (shown?.definition.policy ?? {}) as { document?: unknown; quote?: unknown };
  const policy = typeof document === 'string' && typeof quote === 'string' ? { document, quote } : null;
  return { ...row, policy, versions };
}

async function readRules(tx: Executor, { catalogue, scope, now, hidesDrafts }: Reader, only: SQL) {
  const all = await readVersions(tx, only);
  const versions = !hidesDrafts ? all : all.filter((one) => one.publishedAt !== null && one.status !== 'scheduled');
  const book = await readBook(tx, catalogue.book);
  const counts = await tx.execute<{
    rule: string;
    open: number;
  }>(sql`select a.rule_id as rule, count(*)::int as open from alerts a
    where a.state = 'open' and ${within(scope, sql`a.county_code`, sql`a.area_code`)} group by 1`);
  const openOf = new Map(counts.map((row) => [row.rule, row.open]));
  const blind = await blindSources(tx, catalogue, now);
  return [...new Set(versions.map((one) => one.ruleId))].map((id) => {
    const own = versions.filter((one) => one.ruleId === id);
    const inForce = own.find((one) => one.status === 'published');
    const shown = inForce ?? own.find((one) => one.publishedAt !== null) ?? own[0];
    const scheduled = own.find((one) => one.status === 'scheduled');
    const understood = book.rules.find((rule) => rule.id === id);
    const row: RuleRow = {
      id,
      ...titleOf(id, shown?.definition ?? {}),
      status: inForce
        ? 'published'
        : own.some((one) => one.publishedAt !== null && one.status === 'retired')
          ? 'retired'
          : 'draft',
      number: inForce?.number ?? null,
      origin: inForce?.origin ?? null,
      since: inForce ? (inForce.inForceFrom ?? (inForce.publishedAt && dayOf(new Date(inForce.publishedAt)))) : null,
      openAlerts: openOf.get(id) ?? 0,
      drafts: own.filter((one) => one.status === 'draft').map(standing),
      scheduled: scheduled ? standing(scheduled) : null,
      blind: (understood?.sources ?? []).filter((source) => blind.has(source)),
      faults: [...(book.leftOut.find((one) => one.ruleId === id)?.faults ?? [])],
    };
    return { row, versions: own.map(({ ruleId: _, ...version }) => version), shown };
  });
}

/** Monthly sources that cannot be read up to a month of late; one that is only planned blinds nobody. */
async function blindSources(tx: Executor, { sources }: Catalogue, now: Date): Promise<Set<string>> {
  const { dataMonths } = await readDataMonths(tx, sources, dayOf(now));
  const planned = await tx.execute<{ dataset: string }>(
    sql`select dataset from sources where state = 'planned' and from_on <= ${dayOf(now)}::date`,
  );
  return new Set(sources.filter((one) => dataMonths[one] === null && !planned.some((row) => row.dataset === one)));
}

const standing = ({ id, number, origin, inForceFrom }: Stored) => ({ id, number, origin, from: inForceFrom });

/** A draft may be of any shape: what is missing is left open, and its id stands for its name. */
function titleOf(
  id: string,
  definition: Record<string, unknown>,
): Pick<RuleRow, 'names' | 'about' | 'class' | 'severity'> {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const names = (definition.names ?? {}) as { zh?: unknown; en?: unknown };
  return {
    names: { zh: text(names.zh) ?? id, en: text(names.en) ?? id },
    about: aboutOf(definition),
    class: text(definition.class),
    severity: text(definition.severity),
  };
}
