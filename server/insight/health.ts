// The sources page: each source's health with its names, what is blind because of it, and its last twelve periods. Read-only.
import type { Executor } from '../../db/client.ts';
import type { Catalogue } from '../catalogue.ts';
import type { Contract } from '../flow/ingest/contract.ts';
import { daysBetween, dueOn, nextPeriod, periodAt } from '../flow/ingest/due.ts';
import type { SourceView } from '../flow/ingest/model.ts';
import { type Received, readSourceHealth } from '../flow/ingest/source-health.ts';
import { readBook } from '../flow/rules/book.ts';
import type { RuleBook } from '../flow/rules/load.ts';
import { dayOf } from '../kernel/clock.ts';
import { readSources } from './sources.ts';

const SHOWN = 12;

/** The sources of the catalogue, or those of one department, in the catalogue's order. */
export async function readHealth(
  tx: Executor,
  catalogue: Catalogue,
  now: Date,
  department?: string,
): Promise<SourceView[]> {
  const contracts = catalogue.contracts.filter((one) => department === undefined || one.department === department);
  const today = dayOf(now);
  const healths = await readSourceHealth(tx, contracts, today);
  const seen = await readSources(tx, catalogue, now);
  const book = await readBook(tx, catalogue.book);
  return healths.map(({ contract, state, stateFrom, received, daysLate, faults }) => {
    const reading = seen.find((one) => one.dataset === contract.dataset);
    const newest = received.filter((one) => one.status === 'accepted').at(-1);
    const isBlind = state !== 'planned' && (reading?.isBlind ?? false);
    return {
      dataset: contract.dataset,
      title: contract.title,
      department: contract.department,
      departmentNames: catalogue.departments.find((one) => one.code === contract.department)?.names ?? {
        zh: contract.department,
        en: contract.department,
      },
      legalBasis: contract.legal_basis,
      purpose: contract.purpose,
      mode: contract.mode,
      rhythm: contract.rhythm.every,
      dueDay: contract.rhythm.due_day ?? null,
      state,
      stateFrom,
      month: reading?.month ?? newest?.until ?? null,
      isLate: daysLate > 0,
      daysLate,
      isBlind,
      blinds: isBlind ? namesOfRules(book, reading?.rules ?? []) : [],
      matchRate: newest && newest.good + newest.waiting > 0 ? newest.good / (newest.good + newest.waiting) : null,
      health: faults,
      periods: periodsOf(contract, received, today),
    };
  });
}

function namesOfRules(book: RuleBook, ids: readonly string[]): SourceView['blinds'] {
  return book.rules.filter((rule) => ids.includes(rule.id)).map((rule) => rule.definition.names);
}

/** The last twelve periods; one that was skipped stands with no delivery. */
function periodsOf(contract: Contract, own: readonly Received[], today: string): SourceView['periods'] {
  const byPeriod = new Map<string, Received[]>();
  for (const one of own) if (one.period) byPeriod.set(one.period, [...(byPeriod.get(one.period) ?? []), one]);
  const first = own.find((one) => one.until)?.until;
  if (!first) return [];
  const newest = own.findLast((one) => one.until)!.until!;
  const periods = [...byPeriod.keys()];
  for (let at = periodAt(contract, first); at; at = nextPeriod(contract, at.until)) {
    const due = dueOn(contract, at);
    if (at.until > newest && (!due || due >= today)) break;
    if (!byPeriod.has(at.name)) periods.push(at.name);
  }
  return periods
    .sort()
    .slice(-SHOWN)
    .map((period) => {
      const batches = byPeriod.get(period) ?? [];
      const shown = batches.findLast((one) => one.status === 'accepted') ?? batches.at(-1);
      const at = shown?.until ? periodAt(contract, shown.until) : undefined;
      const due = at && dueOn(contract, at);
      // On time is whoever came on time first; a correction later does not make it late.
      const came = batches[0]?.receivedOn;
      return {
        period,
        receivedAt: shown ? new Date(shown.receivedAt).toISOString() : null,
        daysLate: due && came ? Math.max(0, daysBetween(due, came)) : null,
        good: shown?.good ?? 0,
        waiting: shown?.waiting ?? 0,
        rejected: shown?.rejected ?? 0,
      };
    });
}
