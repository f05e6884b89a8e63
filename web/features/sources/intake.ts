// Where a file on its way in stands, and whether a reading of its headings is complete. Pure.
import type { IntakeView, LayoutProposal } from '../../../server/flow/ingest/model.ts';

export type Step =
  | 'running'
  | 'period'
  | 'layout'
  | 'preview'
  | 'done'
  | 'known'
  | 'refused'
  | 'cancelled'
  | 'broken-off';

const RUNNING: readonly IntakeView['state'][] = ['waiting', 'reading', 'settling'];

export function isRunning(intake: Pick<IntakeView, 'state'>): boolean {
  return RUNNING.includes(intake.state);
}

/** What the page must show: a question to a person comes before the refusal that raised it. */
export function stepOf(intake: Pick<IntakeView, 'state' | 'asks' | 'isDryRun'>): Step {
  if (isRunning(intake)) return 'running';
  if (intake.state === 'cancelled' || intake.state === 'broken-off' || intake.state === 'known') return intake.state;
  if (intake.asks !== 'nothing') return intake.asks;
  if (intake.state === 'refused') return 'refused';
  return intake.isDryRun ? 'preview' : 'done';
}

/** How much of the file has been read, 0 to 1; null when its length is not known or reading is over. */
export function shareRead({
  state,
  bytesRead,
  bytesTotal,
}: Pick<IntakeView, 'state' | 'bytesRead' | 'bytesTotal'>): number | null {
  if (state !== 'reading' || !bytesTotal) return null;
  return Math.min(1, bytesRead / bytesTotal);
}

/** Rows over all reject codes. */
export function countRejected(rejected: Record<string, number>): number {
  return Object.values(rejected).reduce((sum, count) => sum + count, 0);
}

/** Reject codes, the most frequent first. */
export function rankCodes(rejected: Record<string, number>): [string, number][] {
  return Object.entries(rejected)
    .filter(([, count]) => count > 0)
    .sort(([a, first], [b, second]) => second - first || a.localeCompare(b));
}

export type Headings = LayoutProposal['headings'];

/** What keeps a reading from being taken: needed headings nobody names, and headings named twice. */
export function faultsOf(
  { contractHeadings }: Pick<LayoutProposal, 'contractHeadings'>,
  headings: Headings,
): { missing: string[]; twice: string[] } {
  const chosen = Object.values(headings).filter((heading) => heading !== null);
  return {
    missing: contractHeadings.filter((one) => one.isNeeded && !chosen.includes(one.heading)).map((one) => one.heading),
    twice: [...new Set(chosen.filter((heading, index) => chosen.indexOf(heading) !== index))],
  };
}

/** A size as people say it: `812 KB`, `3.4 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`;
  return `${Number((bytes / 1_000_000).toFixed(1))} MB`;
}
