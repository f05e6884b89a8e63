// What became of a file at the door, without taking it in: for a department that looks before it sends.
import { basename } from 'node:path';
import { type CheckOptions, checkFile } from './check.ts';
import type { Contract } from './contract.ts';
import { periodUnknown } from './period.ts';
import { FileRefused, type Reject, type Told } from './reject.ts';

export interface FileReport {
  file: string;
  /** Why nothing of it can be taken. */
  refused?: { reason: FileRefused['reason'] } & Told;
  dataset?: string;
  title?: Told;
  period?: string;
  encoding?: string;
  headingLine?: number;
  unknownHeadings?: string[];
  absentColumns?: string[];
  accepted?: number;
  rejected?: Record<string, number>;
  /** The first of them, what was found masked. */
  rejects?: Omit<Reject, 'kind' | 'cells'>[];
}

const FIRST_REJECTS = 20;

/** Checks one file to its end; a file that cannot be taken is told in the report, not thrown. */
export async function reportFile(
  path: string,
  contracts: readonly Contract[],
  options: CheckOptions = {},
): Promise<FileReport> {
  const report: FileReport = { file: options.name ?? basename(path) };
  try {
    const checked = await checkFile(path, contracts, options);
    const { contract, period, encoding, headingLine, unknownHeadings, absentColumns } = checked;
    Object.assign(report, { dataset: contract.dataset, title: contract.title, period, encoding, headingLine });
    Object.assign(report, { unknownHeadings, absentColumns });
    if (period === undefined) throw periodUnknown(report.file, contract);
    let accepted = 0;
    const rejected: Record<string, number> = {};
    const rejects: FileReport['rejects'] = [];
    for await (const outcome of checked.outcomes) {
      if (outcome.kind === 'row') accepted++;
      else {
        rejected[outcome.code] = (rejected[outcome.code] ?? 0) + 1;
        const { kind: _, cells: __, ...shown } = outcome;
        if (rejects.length < FIRST_REJECTS) rejects.push(shown);
      }
    }
    return { ...report, accepted, rejected, rejects };
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    return { ...report, refused: { reason: error.reason, ...error.told } };
  }
}
