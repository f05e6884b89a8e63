// What the data says already of the questions of a form: so that nobody at the door is asked what a department has told. For many
// households at once, and of each only what its own form asks.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../../../db/client.ts';
import type { Names } from '../../../kernel/names.ts';
import { columnOf, type IndicatorCatalogue, kindsOf, leavesOf, sourcesOf } from '../../indicators/definition.ts';
import type { Contract } from '../../ingest/contract.ts';
import { allowedOf, type Because, whyUnfit } from '../answers/model.ts';
import type { Form, Known, Question, Value } from './model.ts';

export interface KnownNeeds {
  indicators: IndicatorCatalogue;
  contracts: readonly Contract[];
  departments: readonly { code: string; names: Names }[];
}

/** A task whose form is to open filled. */
export interface AskedTask {
  id: string;
  householdId: number | null;
  form: Form | undefined;
  because: Because;
}

type Told = Record<string, Known>;

/**
 * Of each task, by question, the value that the indicators of its household have today, how far its sources have told, and their names.
 * What is unknown is left out: it is asked. Days are of whole months where a source has no data month, since a phone fetches again what
 * has changed, and a register that comes daily would change every household every day.
 */
export async function readKnown(
  tx: Executor,
  tasks: readonly AskedTask[],
  needs: KnownNeeds & { today: string },
): Promise<Map<string, Told>> {
  const asked = tasks.map((task) => ({ ...task, questions: task.form ? withFacts(task.form, task.because) : [] }));
  const facts = [...new Set(asked.flatMap(({ questions }) => questions.map((one) => one.fact)))];
  const told = new Map<string, Told>(tasks.map(({ id }) => [id, {}]));
  if (facts.length === 0) return told;
  const sources = new Map(facts.map((fact) => [fact, datasetsOf(fact, needs)]));
  const datasets = [...new Set([...sources.values()].flat().map(({ dataset }) => dataset))];
  const households = [...new Set(asked.flatMap((task) => task.householdId ?? []))];
  const columns = sql.raw(facts.map((fact) => columnOf(fact)).join(', '));
  const rows = await tx.execute<
    Record<string, number | null> & { household_id: number; days: Record<string, string> }
  >(sql`
    select i.household_id, ${columns}, d.days from household_indicators i cross join (
        select coalesce(jsonb_object_agg(dataset, day), '{}') as days from (
          select b.dataset, coalesce((select (max(m.month) + interval '1 month - 1 day')::date from batch_months m
              join batches of on of.id = m.batch_id and of.status = 'accepted'
              where m.dataset = b.dataset and m.month + interval '1 month' <= ${needs.today}::date + 1),
            date_trunc('month', max(b.received_at at time zone 'Asia/Shanghai'))::date) as day
          from batches b where b.status = 'accepted' and b.dataset = any(${sql.param(datasets)}::text[]) group by b.dataset) s) d
    where i.household_id = any(${sql.param(households)}::bigint[])`);
  const byHousehold = new Map(rows.map((row) => [Number(row.household_id), row]));
  for (const { id, householdId, questions } of asked) {
    const row = byHousehold.get(householdId ?? -1);
    if (!row) continue;
    for (const question of questions) {
      const value = answerOf(question, row[columnOf(question.fact)] ?? null);
      const from = sources.get(question.fact) ?? [];
      // The slowest of its sources says how far it speaks.
      const on = from.flatMap(({ dataset }) => row.days[dataset] ?? []).sort()[0];
      if (value !== null && on !== undefined) told.get(id)![question.id] = { value, on, source: namesOf(from, needs) };
    }
  }
  return told;
}

type WithFact = Question & { fact: string };

const withFacts = (form: Form, because: Because) =>
  allowedOf(form, because).filter((one): one is WithFact => 'fact' in one && one.fact !== undefined);

/** An indicator's number as an answer; null when it is unknown or no answer to the question. */
function answerOf(question: Question, number: number | null): Value {
  if (number === null) return null;
  const value = question.kind === 'yes-no' ? number !== 0 : Math.round(number);
  return whyUnfit(question, value) === null ? value : null;
}

/** The contracts behind an indicator: those it reads by month, those that state its facts, and the registers for who lives there. */
function datasetsOf(fact: string, { indicators, contracts }: KnownNeeds): Contract[] {
  const monthly = sourcesOf(indicators, fact);
  const kinds = kindsOf(indicators, fact);
  const ofMembers = leavesOf(indicators, fact).some((leaf) => leaf.from === 'members');
  return contracts.filter(
    (one) =>
      monthly.includes(one.dataset) ||
      (monthly.length === 0 && one.facts.some(({ kind }) => kinds.includes(kind))) ||
      (ofMembers && monthly.length === 0 && one.mode === 'registry'),
  );
}

function namesOf(from: readonly Contract[], { departments }: KnownNeeds): Names {
  const said = (language: 'zh' | 'en') => {
    const words = from.map((contract) => {
      const department = departments.find((one) => one.code === contract.department)?.names[language];
      return `${department ?? contract.department}${language === 'zh' ? '' : ': '}${contract.title[language]}`;
    });
    return [...new Set(words)].join(language === 'zh' ? '、' : '; ');
  };
  return { zh: said('zh'), en: said('en') };
}
