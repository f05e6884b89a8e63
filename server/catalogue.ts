// Everything under rules/, read once at the start: what we watch for. A file that is not sound stops the start with its fault.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { Backlog } from './flow/alerts/room.ts';
import { Measure } from './flow/assistance/model.ts';
import { type TicketPolicy, TicketTerms } from './flow/feedback/tickets.ts';
import { sourcesOf } from './flow/indicators/definition.ts';
import type { Contract } from './flow/ingest/contract.ts';
import { loadContracts } from './flow/ingest/load.ts';
import { type AreaRule, areaRule } from './flow/rules/area-rule.ts';
import { loadRuleBook, type RuleBook } from './flow/rules/load.ts';
import { type SourceRule, sourceRule } from './flow/rules/source-rule.ts';
import { type Deadlines, Sla } from './flow/tasks/deadlines.ts';
import { checkVisits, type RoutinePolicy, VisitsFile } from './flow/tasks/routine/policy.ts';
import { Workdays } from './flow/tasks/workdays.ts';
import { ATTEMPT_REASONS } from './flow/visits/attempts/model.ts';
import { loadForms } from './flow/visits/forms/load.ts';
import type { Form } from './flow/visits/forms/model.ts';
import { Outcome } from './flow/visits/model.ts';
import { Names } from './kernel/names.ts';

const AttemptWord = z.strictObject({ code: z.enum(ATTEMPT_REASONS), names: Names });
const Department = z.strictObject({ code: z.string(), names: Names });

export interface Catalogue {
  contracts: Contract[];
  book: RuleBook;
  outcomes: Outcome[];
  /** What is asked at the door. */
  forms: Form[];
  /** Why nobody was met. */
  attemptReasons: { code: string; names: Names }[];
  measures: Map<string, Names>;
  departments: { code: string; names: Names }[];
  deadlines: Deadlines;
  tickets: TicketPolicy;
  /** Who is visited by the calendar. */
  routine: RoutinePolicy;
  /** Warnings about the sources themselves. */
  sourceRules: SourceRule[];
  /** Warnings about places: many households struck at once. */
  areaRules: AreaRule[];
  backlog: Backlog;
  /** Datasets whose data month some indicator reads. */
  sources: string[];
}

/** Reads the folder `rules/`. */
export async function loadCatalogue(folder: string): Promise<Catalogue> {
  const book = loadRuleBook(folder);
  const indicators = book.catalogue.indicators;
  const measures = new Map(
    read(folder, 'measures.yaml', z.array(Measure)).map((measure) => [measure.id, measure.names]),
  );
  for (const rule of book.rules)
    for (const id of rule.definition.measures)
      if (!measures.has(id)) throw new Error(`rule ${rule.id}: measures.yaml has no measure ${id}`);
  const outcomes = read(folder, 'outcomes.yaml', z.array(Outcome.omit({ group: true }))).map((outcome) => ({
    ...outcome,
    group: outcome.code[0] as Outcome['group'],
  }));
  const ticketCodes = outcomes.filter((outcome) => outcome.needsTicket).map((outcome) => outcome.code);
  const contracts = await loadContracts(join(folder, 'datasets'));
  const areaRules = read(folder, 'areas.yaml', z.array(areaRule));
  for (const { id, cause, kind } of areaRules) {
    if (!book.causes.some((one) => one.id === cause))
      throw new Error(`rules/areas.yaml: ${id}: there is no cause ${cause}`);
    if (!contracts.some((contract) => contract.facts.some((fact) => fact.kind === kind)))
      throw new Error(`rules/areas.yaml: ${id}: no contract states facts of kind ${kind}`);
  }
  return {
    contracts,
    book,
    outcomes,
    forms: loadForms(join(folder, 'forms'), { ...book, indicators, outcomes }).map(({ form }) => form),
    attemptReasons: read(folder, 'attempts.yaml', z.array(AttemptWord)),
    measures,
    departments: read(folder, 'departments.yaml', z.array(Department)),
    sourceRules: read(folder, 'sources.yaml', z.array(sourceRule)),
    areaRules,
    backlog: read(folder, 'backlog.yaml', Backlog),
    deadlines: { ...read(folder, 'sla.yaml', Sla), workdays: read(folder, 'workdays.yaml', Workdays) },
    tickets: { ...read(folder, 'tickets.yaml', TicketTerms), codes: ticketCodes },
    routine: checkVisits(read(folder, 'visits.yaml', VisitsFile), book.catalogue, outcomes),
    sources: [...new Set([...indicators.keys()].flatMap((id) => sourcesOf(indicators, id)))],
  };
}

function read<T>(folder: string, file: string, shape: z.ZodType<T>): T {
  const result = shape.safeParse(parse(readFileSync(join(folder, file), 'utf8')));
  if (!result.success) throw new Error(`rules/${file}: ${z.prettifyError(result.error)}`);
  return result.data;
}
