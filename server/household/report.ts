// 核对报告: of each member what every department has told in two years, with file and line, and which departments said nothing or are late.
import { sql } from 'drizzle-orm';
import type { Executor } from '../../db/client.ts';
import type { SignedIn } from '../access/route.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Contract } from '../flow/ingest/contract.ts';
import { dueOn, nextPeriod } from '../flow/ingest/due.ts';
import { dayOf } from '../kernel/clock.ts';
import type { Keys } from '../kernel/keys.ts';
import type { FoundHousehold } from './find.ts';
import { readPeople } from './members.ts';
import type { CheckReport, ReportSource } from './model.ts';
import { monthsUntil } from './months.ts';

/** Rows printed of one source about one person; the others are counted. */
const PRINTED = 24;

interface Asked {
  catalogue: Catalogue;
  keys: Keys;
  user: SignedIn;
  now: Date;
  purpose: CheckReport['purpose'];
}

interface Row extends Record<string, unknown> {
  subject_kind: 'person' | 'household';
  subject_id: number;
  dataset: string;
  kind: string;
  on: string;
  until: string | null;
  amount: number | null;
  code: string | null;
  file: string;
  line: number;
  received: string;
  rank: number;
  rows: number;
}

/** The report of one household that has been found in the reader's scope. What a purpose binds, such as a diagnosis, is not in it. */
export async function readReport(tx: Executor, household: FoundHousehold, asked: Asked): Promise<CheckReport> {
  const { catalogue, keys, user, now, purpose } = asked;
  const today = dayOf(now);
  const from = monthsUntil(today)[0] ?? today;
  const people = await readPeople(tx, household.id, keys, today);
  const rows = await readRows(tx, household.id, { people: people.map((one) => one.personId), from });
  const standings = await readStandings(tx, catalogue, today);
  const sourcesOf = (contracts: readonly Contract[], own: Row[]) =>
    contracts.map((contract) => sourceOf(contract, own, { catalogue, standings }));
  const states = (subject: 'person' | 'household') =>
    catalogue.contracts.filter(
      (one) => one.mode !== 'registry' && (one.subject === 'person') === (subject === 'person'),
    );
  const of = (kind: 'person' | 'household', id: number) =>
    rows.filter((row) => row.subject_kind === kind && row.subject_id === id);
  return {
    ...{ id: household.publicId, number: household.number, head: household.head, place: household.place },
    ...{ madeAt: now.toISOString(), madeBy: user.name, office: await officeOf(tx, user), purpose },
    window: { from, until: today },
    people: people.map((one) => ({
      ...{ name: one.name, relation: one.relation, age: one.age, idMasked: one.idMasked },
      isHere: one.leftOn === null && one.diedOn === null,
      sources: sourcesOf(states('person'), of('person', one.personId)),
    })),
    household: sourcesOf(states('household'), of('household', household.id)),
  };
}

/** Facts in force that touch the window, newest first: at most PRINTED of each source and subject, with how many there are. */
async function readRows(tx: Executor, householdId: number, of: { people: number[]; from: string }): Promise<Row[]> {
  return await tx.execute<Row>(sql`
    select * from (
      select f.subject_kind, f.subject_id, b.dataset, f.kind, f.on_date::text as "on", f.until_date::text as until, f.amount, f.code,
        b.file_name as file, f.line, to_json(b.received_at) #>> '{}' as received,
        (row_number() over (partition by f.subject_kind, f.subject_id, b.dataset order by f.on_date desc, f.id desc))::int as rank,
        (count(*) over (partition by f.subject_kind, f.subject_id, b.dataset))::int as rows
      from facts f join batches b on b.id = f.batch_id
      where f.retracted_at is null and b.origin in ('delivery', 'push', 'decision')
        and (f.on_date >= ${of.from}::date or f.until_date >= ${of.from}::date or (f.until_date is null and f.kind !~ '^(income|medical|insurance)[.]'))
        and ((f.subject_kind = 'person' and f.subject_id = any(${sql.param(of.people)}::bigint[]))
          or (f.subject_kind = 'household' and f.subject_id = ${householdId}))) told
    where rank <= ${PRINTED} order by dataset, "on" desc`);
}

/** Of each dataset the newest period that is here, and the one that should be and is not. */
async function readStandings(tx: Executor, { contracts }: Catalogue, today: string) {
  const newest = await tx.execute<{ dataset: string; period: string | null; until: string | null }>(sql`
    select distinct on (dataset) dataset, period, period_until::text as until from batches
    where status = 'accepted' and origin in ('delivery', 'push') order by dataset, period_until desc nulls last, id desc`);
  return new Map(
    contracts.map((contract) => {
      const row = newest.find((one) => one.dataset === contract.dataset);
      const next = row?.until ? nextPeriod(contract, row.until) : undefined;
      const due = next && dueOn(contract, next);
      const owed = next && due && due < today ? next.name : null;
      return [
        contract.dataset,
        { isHere: row !== undefined, newest: row?.period ?? row?.until ?? null, owed },
      ] as const;
    }),
  );
}

function sourceOf(
  { dataset, title, department }: Contract,
  rows: readonly Row[],
  { catalogue, standings }: { catalogue: Catalogue; standings: Awaited<ReturnType<typeof readStandings>> },
): ReportSource {
  const own = rows.filter((row) => row.dataset === dataset);
  const standing = standings.get(dataset);
  const isLate = standing?.owed != null;
  return {
    ...{ dataset, title },
    department: catalogue.departments.find((one) => one.code === department)?.names ?? {
      zh: department,
      en: department,
    },
    standing: !standing?.isHere ? 'absent' : isLate ? 'late' : own.length > 0 ? 'told' : 'silent',
    newest: standing?.newest ?? null,
    owed: standing?.owed ?? null,
    facts: own.map(({ kind, on, until, amount, code, file, line, received }) => ({
      ...{ kind, on, until, amount, code, line },
      fileName: file,
      receivedAt: received,
    })),
    more: (own[0]?.rows ?? 0) - own.length,
  };
}

async function officeOf(tx: Executor, { bodyKey }: SignedIn): Promise<string | null> {
  const [row] = await tx.execute<{ name: string }>(sql`select name from bodies where key = ${bodyKey}`);
  return row?.name ?? null;
}
