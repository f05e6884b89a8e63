// How departments' files go wrong: counties that are late or short, headings under another name, and what spreadsheets do to cells.
// What is spoilt here is what the door must refuse; the codes are the door's.
import type { Contract } from '../../flow/ingest/contract.ts';
import type { RejectCode } from '../../flow/ingest/reject.ts';
import { HABITS } from './calibration.ts';
import { DATASETS, type Dataset, FORMS } from './departments/forms.ts';
import { type Draw, mix, mixShare } from './draw.ts';

/** How many deliveries later than due a line comes. */
export function delayOf(dataset: Dataset, county: number, where: { month: number; seed: number }, draw: Draw): number {
  const place = DATASETS.indexOf(dataset) * 1000 + where.month;
  if (mixShare(county, place, where.seed) < HABITS.lateCounty) return 1;
  return mixShare(county, place, where.seed + 1) < HABITS.shortCounty && draw.chance(HABITS.shortShare) ? 1 : 0;
}

/** The headings of one delivery: now and then a name the contract knows as another for the same. */
export function headingsOf(contract: Contract, delivery: number, seed: number): string[] {
  const place = DATASETS.indexOf(contract.dataset as Dataset);
  const isRenamed = mixShare(place, delivery, seed + 2) < HABITS.renamed;
  const taken = new Set(contract.columns.map((column) => column.name));
  return contract.columns.map(({ name, aliases }, at) => {
    const alias = aliases[mix(place * 100 + at, delivery, seed + 3) % Math.max(1, aliases.length)];
    if (!isRenamed || alias === undefined || taken.has(alias)) return name;
    taken.add(alias);
    return alias;
  });
}

/** What became of a line's cells on the way out. */
export type Spoilt = RejectCode | undefined;

const WAYS: readonly [RejectCode, number][] = [
  ['bad-check-digit', 34],
  ['malformed-id', 16],
  ['id-in-scientific-notation', 10],
  ['repeated-line', 24],
  ['impossible-date', 8],
  ['impossible-birth-date-in-id', 4],
  ['missing-id', 4],
];
const WEIGHTS = WAYS.map(([, weight]) => weight);

/** Spoils the cells in place, seldom: returns the code under which the door refuses the line, or undefined for a line it takes. */
export function spoil(draw: Draw, dataset: Dataset, cells: string[]): Spoilt {
  const fate = draw.share();
  if (fate > HABITS.damaged + HABITS.untidy) return undefined;
  const { id, name, date } = FORMS[dataset];
  const number = cells[id]!;
  if (fate > HABITS.damaged) {
    untidy(draw, cells, { id, name: dataset === 'registry' ? -1 : name, date });
    return undefined;
  }
  const [code] = WAYS[draw.band(WEIGHTS)]!;
  switch (code) {
    case 'bad-check-digit': {
      const at = 16;
      const digit = (Number(number[at]) + draw.whole(1, 9)) % 10;
      cells[id] = `${number.slice(0, at)}${digit}${number.slice(at + 1)}`;
      return code;
    }
    case 'malformed-id':
      cells[id] = number.slice(0, draw.whole(15, 17));
      return code;
    case 'id-in-scientific-notation':
      cells[id] = `${number[0]}.${number.slice(1, 6)}E+${number.length === 18 ? 17 : 19}`;
      return code;
    case 'impossible-birth-date-in-id':
      cells[id] = `${number.slice(0, 10)}02${draw.pick(['30', '31'])}${number.slice(14)}`;
      return code;
    case 'missing-id':
      cells[id] = '';
      return code;
    case 'impossible-date':
      if (date < 0) return undefined;
      cells[date] = `${cells[date]!.slice(0, 4)}-02-30`;
      return code;
    default:
      return code;
  }
}

/** What the door takes as it is. */
function untidy(draw: Draw, cells: string[], { id, name, date }: { id: number; name: number; date: number }): void {
  switch (draw.band([20, 20, 30, 22, name < 0 ? 0 : 2])) {
    case 0:
      cells[id] = cells[id]!.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
      break;
    case 1:
      cells[id] = cells[id]!.replace('X', 'x');
      break;
    case 2:
      cells[id] = ` ${cells[id]}\u3000`;
      break;
    case 3:
      if (date >= 0) cells[date] = cells[date]!.replaceAll('-', draw.pick(['/', '.', '']));
      break;
    default:
      cells[name] = `${cells[name]!.slice(0, 1)}${draw.pick([...'霞峰丽军淑国'])}`;
  }
}
