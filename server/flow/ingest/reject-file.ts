// The rows of a delivery that were not taken, in the department's own layout: corrected there and handed in alone.
import { csvText } from '../../kernel/table-text.ts';
import { headingKey } from './characters.ts';
import type { Reject } from './reject.ts';

/** The column in front, which says what is wrong with the row. */
export const REASON_HEADING = '退回原因 Reason';
/** Headings that we or a clerk added: no department's data stands below them. */
const IGNORABLE = new Set([REASON_HEADING, '退回原因', '退回原因及说明', 'reject reason'].map(headingKey));

export function isIgnorable(heading: string): boolean {
  return IGNORABLE.has(headingKey(heading));
}

export type RejectedRow = Pick<Reject, 'line' | 'column' | 'code' | 'found' | 'expected' | 'cells' | 'sameAsLine'>;

/**
 * A CSV (UTF-8 with BOM) of the rejected rows as they were sent, `headings` as the file wrote them. When it comes back, a reason
 * column that is still there is passed over.
 */
export function rejectFile(headings: readonly string[], rejects: Iterable<RejectedRow>): string {
  const kept = headings.map((heading, at) => ({ heading, at })).filter(({ heading }) => !isIgnorable(heading));
  const rows = [[REASON_HEADING, ...kept.map(({ heading }) => heading)]];
  for (const reject of rejects) {
    const surplus = reject.cells.slice(headings.length);
    rows.push([reasonOf(reject), ...kept.map(({ at }) => reject.cells[at] ?? ''), ...surplus]);
  }
  return csvText(rows);
}

/** What is wrong, in both languages; what was found is masked already. */
export function reasonOf({ line, column, code, found, expected, sameAsLine }: RejectedRow): string {
  if (code === 'totals-line') return `第${line}行是合计，请删去此行。 / Line ${line} is a total: delete this row.`;
  if (code === 'repeated-line' && sameAsLine !== undefined)
    return `第${line}行与第${sameAsLine}行相同，已收一行，请删去此行。 / Line ${line} repeats line ${sameAsLine}, which stands: delete this row.`;
  const zh = `第${line}行${column && ` ${column}`}${found && `：${found}`}；应为${expected.zh}`;
  const en = `line ${line}${column && `, ${column}`}${found && `: ${found}`}; expected ${expected.en}`;
  return `${zh}。 / ${en}. (${code})`;
}
