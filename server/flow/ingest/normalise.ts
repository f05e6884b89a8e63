// One reader for each column type: the cell as written in, the value as stored (or the fault) out.
import { withoutGuard } from '../../kernel/table-text.ts';
import { narrow, trim } from './characters.ts';
import { type Column, listedValues } from './contract.ts';
import { type NumberSense, readDate, readMonth } from './date.ts';
import { readCertificate, readId } from './identity.ts';
import { readInteger, readMoney } from './money.ts';
import { Fault } from './reject.ts';
import { readTerm } from './term.ts';

export type Value = string | number | null;
export type CellReader = (cell: string, sense: NumberSense) => Value | Fault;

const FLAGS = new Map([
  ['是', 'true'],
  ['否', 'false'],
  ['true', 'true'],
  ['false', 'false'],
]);
const UNKNOWN_CODE = new Fault('unknown-code');
/** An empty required cell, told in the code that the specification has for its type. */
const EMPTY: Record<Column['type'], Fault> = {
  id: new Fault('missing-id'),
  date: new Fault('impossible-date'),
  certificate: new Fault('missing-id'),
  month: new Fault('impossible-date'),
  term: new Fault('impossible-date'),
  money: new Fault('not-a-number'),
  integer: new Fault('not-a-number'),
  name: new Fault('missing-value'),
  text: new Fault('missing-value'),
  code: new Fault('missing-value'),
  flag: new Fault('missing-value'),
};

/** A code typed into a number cell comes as 1.4400000001E10: all its digits are there while it is a safe integer. */
function readCode(cell: string, isNumber: boolean): string | null {
  const text = narrow(cell);
  const exact = isNumber && /[eE.]/.test(text) ? Number(text) : Number.NaN;
  return (Number.isSafeInteger(exact) ? String(exact) : text) || null;
}

function readerOfType(column: Column): CellReader {
  switch (column.type) {
    case 'id':
      return (cell, sense) => readId(cell, sense.isNumber, column.required);
    case 'certificate':
      return (cell, sense) => readCertificate(cell, sense.isNumber, column.required);
    case 'term':
      return readTerm;
    case 'date':
      return readDate;
    case 'month':
      return readMonth;
    case 'money':
      return (cell, sense) => readMoney(cell, sense.isNumber);
    case 'integer':
      return readInteger;
    case 'code':
      return (cell, sense) => readCode(cell, sense.isNumber);
    case 'flag':
      return (cell) => {
        const text = narrow(cell).toLowerCase();
        return text === '' ? null : (FLAGS.get(text) ?? UNKNOWN_CODE);
      };
    default:
      return (cell) => trim(cell) || null;
  }
}

/** The reader of a column: its type's, then whether it may be empty, then whether the catalogue lists the value. */
export function readerOf(column: Column): CellReader {
  const read = readerOfType(column);
  const values = listedValues(column);
  const kept = values && new Map(values.map((value) => [value, column.reads?.[value] ?? value]));
  const unlisted =
    values && new Fault('unknown-code', { zh: `${values.join('、')}之一`, en: `one of ${values.join(', ')}` });
  return remembering((cell, sense) => {
    const value = read(cell.charCodeAt(0) === 39 ? withoutGuard(cell) : cell, sense);
    if (value === null) return column.required ? EMPTY[column.type] : null;
    return kept && typeof value === 'string' ? (kept.get(value) ?? unlisted!) : value;
  });
}

/** Departments sort by person: a cell is often the one above it, and then is not read again. */
function remembering(read: CellReader): CellReader {
  let cell: string | undefined;
  let wasNumber = false;
  let value: Value | Fault = null;
  return (next, sense) => {
    if (next === cell && sense.isNumber === wasNumber) return value;
    cell = next;
    wasNumber = sense.isNumber;
    value = read(next, sense);
    return value;
  };
}
