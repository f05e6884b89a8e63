// Sources that may be asked about a person only with that person's consent (consent_required in the contract). Pure: who consented
// is read by consent-store.ts.
import type { CheckedFile, Outcome, Row } from './check.ts';
import { amountField } from './contract.ts';
import { maskId } from './identity.ts';
import { EXPECTED, type Reject } from './reject.ts';

/** The file with every row of a person without consent turned into a `no-consent` reject; other contracts' files as they are. */
export function requireConsent(file: CheckedFile, hasConsent: (id: string) => boolean): CheckedFile {
  if (!file.contract.consent_required) return file;
  return { ...file, outcomes: { [Symbol.asyncIterator]: () => consented(file, hasConsent) } };
}

async function* consented(file: CheckedFile, hasConsent: (id: string) => boolean): AsyncGenerator<Outcome> {
  for await (const outcome of file.outcomes) {
    if (outcome.kind === 'reject' || hasConsent(String(outcome.values[file.contract.subject_id]))) yield outcome;
    else yield rejectOf(file, outcome);
  }
}

/** Its cells are not kept: without consent nobody may read what the row says. */
function rejectOf({ contract }: CheckedFile, { line, values }: Row): Reject {
  const amount = values[amountField(contract) ?? ''];
  return {
    kind: 'reject',
    line,
    column: contract.columns.find((column) => column.field === contract.subject_id)?.name ?? '',
    code: 'no-consent',
    found: maskId(String(values[contract.subject_id])),
    expected: EXPECTED['no-consent'],
    cells: [],
    ...(typeof amount === 'number' ? { droppedAmount: amount } : {}),
  };
}
