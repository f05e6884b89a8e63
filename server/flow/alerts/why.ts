// Why an alert stands: the rule as it was, the household's values against its lines, and the rows of the files behind them.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../db/client.ts';
import type { SignedIn } from '../../access/route.ts';
import type { Scope } from '../../access/scope.ts';
import type { Names } from '../../kernel/names.ts';
import { kindsOf } from '../indicators/definition.ts';
import type { Contract } from '../ingest/contract.ts';
import type { AreaRule } from '../rules/area-rule.ts';
import type { Rule } from '../rules/check.ts';
import { evaluate } from '../rules/evaluate.ts';
import type { RuleBook } from '../rules/load.ts';
import type { SourceRule } from '../rules/source-rule.ts';
import type { RuleVersion, RuleVersions } from '../rules/versions.ts';
import { whatWouldChange } from '../rules/what-would-change.ts';
import type { Why } from './model.ts';
import { readNextData, readStandardSources } from './next-data.ts';
import { findAlert, sentTo } from './store.ts';

export interface WhyContext {
  versions: RuleVersions;
  book: RuleBook;
  contracts: readonly Contract[];
  measures: ReadonlyMap<string, Names>;
  departments: readonly { code: string; names: Names }[];
  /** Left out: the day on which the alert was raised. */
  today?: string;
  /** A coordinator sees medical money in bands, and no code that a purpose binds. Left out: the operator at the terminal. */
  reader?: SignedIn;
}

interface Stored extends Record<string, unknown> {
  /** Null: a lead raised it. */
  version: number | null;
  values: Record<string, unknown>;
  since: string | null;
  household: string | null;
  settlement: string | null;
  area: string;
  /** The province's day on which it was raised. */
  day: string;
}

/** The whole answer to "why?", absent when the alert is not there or out of scope. */
export async function explainAlert(
  tx: Executor,
  scope: Scope,
  id: string,
  context: WhyContext,
): Promise<Why | undefined> {
  const alert = await findAlert(tx, scope, id, context.versions, context.reader && sentTo(context.reader));
  if (!alert) return undefined;
  const [stored] = await tx.execute<Stored>(sql`
    select a.rule_version_id as version, a."values", (select f.since_on::text from findings f where f.id = a.finding_id) as since,
      h.public_id as household, h.settlement, a.area_code as area, (a.raised_at at time zone 'Asia/Shanghai')::date::text as day
    from alerts a left join households h on h.id = a.household_id where a.id = ${id}::uuid`);
  if (stored?.version === null) return { ...(await explainLead(tx, alert)), householdId: stored.household };
  const versionId = stored?.version ?? -1;
  const version = (await context.versions(tx, [versionId])).get(versionId);
  const rule = version?.rule;
  if (version?.sourceRule) return explainSource(alert, version, version.sourceRule);
  if (version?.areaRule) {
    const evidence = await readEvidence(tx, id, context, new Set());
    return { ...explainArea(alert, version, version.areaRule), evidence };
  }
  if (!stored || !version || !rule) return undefined;
  const { definition } = rule;
  const bound = context.reader?.role === 'village-coordinator' ? purposeBound(context.contracts) : new Set<string>();
  return {
    // The sentence names exact sums; who sees bands gets the plain words instead.
    alert: bound.size > 0 ? { ...alert, message: definition.plain } : alert,
    lead: null,
    rule: {
      id: rule.id,
      version: version.version,
      publishedAt: version.publishedAt,
      condition: definition.when.trim(),
      params: Object.entries(definition.params).map(([name, { label, unit, value }]) => ({ name, label, unit, value })),
      policy: definition.policy,
      measures: definition.measures.flatMap((measure) => context.measures.get(measure) ?? []),
    },
    sinceOn: stored.since,
    values: await valuesOf(tx, rule, stored, { book: context.book, bound }),
    ...consequencesOf(rule, stored.values, context.book, bound),
    next: await readNextData(tx, rule, {
      ...{ contracts: context.contracts, indicators: context.book.catalogue.indicators },
      today: context.today ?? stored.day,
    }),
    householdId: stored.household,
    evidence: await readEvidence(tx, id, context, bound),
  };
}

/** Of a source there are no households' values: what its health says is the message, and the sources page shows the rest. */
function explainSource(alert: Why['alert'], { version, publishedAt }: RuleVersion, rule: SourceRule): Why {
  const condition = `source.health in [${rule.health.map((kind) => `"${kind}"`).join(', ')}]`;
  const told = { id: rule.id, version, publishedAt, condition, params: [], policy: rule.policy, measures: [] };
  return { alert, rule: told, ...NO_VALUES };
}

/** Of a place: how many households within how many days, as its message says it, and the rows. */
function explainArea(alert: Why['alert'], { version, publishedAt }: RuleVersion, rule: AreaRule): Why {
  const { kind, level, households, days } = rule;
  const condition = `households(${kind}, ${level}, days: ${days}) >= ${households}`;
  const told = { id: rule.id, version, publishedAt, condition, params: [], policy: rule.policy, measures: [] };
  return { alert, rule: told, ...NO_VALUES };
}

/** Of a lead: who told it, and of whom; the sentence of the policy says that such households are to be looked for. */
async function explainLead(tx: Executor, alert: Why['alert']): Promise<Why> {
  const [lead] = await tx.execute<NonNullable<Why['lead']> & Record<string, unknown>>(sql`
    select l.channel, u.name as by, to_json(l.received_at) #>> '{}' as "receivedAt", l.head_name as head, l.people, l.id_masked as "idMasked",
      l.household_id is not null as "isKnown"
    from alerts a join leads l on l.id = a.lead_id left join users u on u.id = l.made_by where a.id = ${alert.id}::uuid`);
  const told = {
    id: 'lead',
    version: 1,
    publishedAt: null,
    condition: '',
    params: [],
    policy: LEAD_POLICY,
    measures: [],
  };
  return { alert, rule: told, ...NO_VALUES, lead: lead ?? null };
}

const LEAD_POLICY = {
  document: '吉民发〔2022〕24号',
  quote: '将走访、发现需要救助的困难群众列为村（社区）组织重要工作内容',
  seed: '000_594a5091274509f7.txt',
};

const NO_VALUES = {
  lead: null,
  sinceOn: null,
  values: [],
  holds: null,
  changes: [],
  next: [],
  householdId: null,
  evidence: [],
};

/** Whether the condition holds with the values kept, and which single change would end that. Who sees bands is told neither. */
function consequencesOf(
  rule: Rule,
  values: Record<string, unknown>,
  { catalogue }: RuleBook,
  bound: Set<string>,
): Pick<Why, 'holds' | 'changes'> {
  if (bound.size > 0) return { holds: null, changes: [] };
  const row = Object.fromEntries(
    rule.when.names.map((name) => [name, typeof values[name] === 'number' ? values[name] : null]),
  );
  const changes = whatWouldChange(rule.when, row).flatMap((change) => {
    const indicator = catalogue.indicators.get(change.name);
    // That nobody lived there would silence every rule, and tells nobody anything.
    if (!indicator || (indicator.from === 'members' && change.to === 0)) return [];
    return [{ ...change, label: indicator.label, unit: indicator.unit }];
  });
  return { holds: evaluate(rule.when, row) ?? null, changes };
}

async function valuesOf(
  tx: Executor,
  rule: Rule,
  { values, area, settlement, day }: Stored,
  { book: { catalogue }, bound }: { book: RuleBook; bound: Set<string> },
): Promise<Why['values']> {
  const names = rule.names.flatMap((name) => {
    const key = name.startsWith('standard.') ? name.slice('standard.'.length) : '';
    const parameter = catalogue.parameters.get(key);
    return parameter ? [{ key: name, name: parameter.name }] : [];
  });
  const asOf = typeof values.as_of === 'string' ? values.as_of : day;
  const sources = await readStandardSources(tx, { names, area, settlement, day: asOf });
  return rule.names.flatMap((name) => {
    const indicator = catalogue.indicators.get(name);
    const standard = name.startsWith('standard.')
      ? catalogue.parameters.get(name.slice('standard.'.length))
      : undefined;
    const found = indicator ?? standard;
    if (!found) return [];
    const value = values[name];
    const kind = indicator ? ('indicator' as const) : ('standard' as const);
    const isBound = indicator !== undefined && kindsOf(catalogue.indicators, name).some((one) => bound.has(one));
    const shown = typeof value !== 'number' ? null : isBound && found.unit === 'fen' ? bandOf(value) : value;
    return [{ name, label: found.label, unit: found.unit, value: shown, kind, source: sources.get(name) ?? null }];
  });
}

/** Fact kinds stated by datasets with a column that its purpose binds, such as a diagnosis. */
function purposeBound(contracts: readonly Contract[]): Set<string> {
  const bound = contracts.filter((contract) => contract.columns.some((column) => column.personal === 'purpose'));
  return new Set(bound.flatMap((contract) => contract.facts.map((fact) => fact.kind)));
}

/** Whose rows those are that our own work stated. */
const OURS: Names = { zh: '本系统', en: 'This service' };

/** The upper end of a band of 5,000 yuan, in fen. */
function bandOf(fen: number): number {
  return Math.ceil(fen / 500_000) * 500_000;
}

async function readEvidence(
  tx: Executor,
  id: string,
  { contracts, departments }: WhyContext,
  bound: Set<string>,
): Promise<Why['evidence']> {
  const rows = await tx.execute<{
    indicator: string;
    dataset: string;
    department: string | null;
    file: string;
    line: number;
    on_date: string;
    amount: number | null;
    code: string | null;
    person: string | null;
    received: string;
    withdrawn: boolean;
    kind: string;
  }>(sql`
    select e.indicator, b.dataset, b.department, b.file_name as file, e.line, e.on_date::text, e.amount, e.code, p.name as person, e.kind,
      to_json(b.received_at) #>> '{}' as received, b.in_force_until is not null as withdrawn
    from alert_evidence e join batches b on b.id = e.batch_id left join persons p on p.id = e.person_id
    where e.alert_id = ${id}::uuid order by e.indicator, e.on_date desc, e.line limit 500`);
  const known = new Map(contracts.map((contract) => [contract.dataset, contract]));
  return rows.map((row) => {
    const contract = known.get(row.dataset);
    const hides = bound.has(row.kind);
    return {
      indicator: row.indicator,
      dataset: row.dataset,
      title: contract?.title ?? { zh: row.dataset, en: row.dataset },
      department: departments.find((one) => one.code === row.department)?.names ?? OURS,
      fileName: row.file,
      line: row.line,
      onDate: row.on_date,
      amount: hides && row.amount !== null ? bandOf(row.amount) : row.amount,
      code: hides ? null : row.code,
      person: row.person,
      receivedAt: row.received,
      isWithdrawn: row.withdrawn,
    };
  });
}
