// Whether a file speaks of real people. In a rehearsal nobody's number may be: invented ones carry county codes that were never
// issued, 2299xx, so whichever well-formed number begins otherwise may be somebody's.
import { narrow } from './characters.ts';
import { isCalendarDay } from './date.ts';
import { maskId } from './identity.ts';
import { type Line, openRows } from './read.ts';
import { FileRefused } from './reject.ts';

const INVENTED = '2299';
/** The codes of provinces that numbers begin with (GB/T 2260): other runs of 18 digits are numbers of accounts and settlements. */
const PROVINCE = /^(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;
const NUMBER = /\d{17}[\dX]/g;
const NAMES_IDS = /身份|证件|证号|公民|保障号|\bid\b/i;
/** A heading stands near the top, below a title or two. */
const TOP_LINES = 30;

/**
 * Reads every cell of a file, whatever its layout, and throws FileRefused (`real-people`) at the first that holds a number of somebody
 * real, naming line and column, the number masked. What is no table is left to the door to refuse.
 */
export async function refuseRealPeople(path: string): Promise<void> {
  const source = await openRows(path);
  for (let sheet = 0; sheet < source.sheets.length; sheet++) {
    const top: Line[] = [];
    let heading: readonly string[] | undefined;
    for await (const lines of source.read(sheet)) {
      for (const line of lines) {
        if (heading === undefined && top.length < TOP_LINES) {
          top.push(line);
          heading = headingIn(line);
        }
        const at = line.cells.findIndex((cell, index) => cell.length >= 18 && isReal(cell, heading?.[index] ?? ''));
        if (at >= 0) throw refusal(line, at, heading?.[at]?.trim() || `第${at + 1}列`);
      }
    }
  }
}

/** The row of headings: several words, and no digits among them. */
function headingIn({ cells }: Line): readonly string[] | undefined {
  const told = cells.filter((cell) => cell.trim() !== '');
  return told.length >= 2 && told.every((cell) => !/\d{4}/.test(cell)) ? cells : undefined;
}

/** Under a heading that speaks of IDs, anything of their shape; elsewhere what also begins with a province and holds a birth date. */
function isReal(cell: string, heading: string): boolean {
  const found = narrow(cell).toUpperCase().match(NUMBER);
  return (
    found?.some((number) => !number.startsWith(INVENTED) && (NAMES_IDS.test(heading) || isPlausible(number))) ?? false
  );
}

function isPlausible(number: string): boolean {
  const year = Number(number.slice(6, 10));
  return (
    PROVINCE.test(number) &&
    year >= 1850 &&
    isCalendarDay(year, Number(number.slice(10, 12)), Number(number.slice(12, 14)))
  );
}

function refusal({ line, cells }: Line, at: number, column: string): FileRefused {
  const number = narrow(cells[at]!)
    .toUpperCase()
    .match(NUMBER)!
    .find((one) => !one.startsWith(INVENTED))!;
  const shown = maskId(number);
  return new FileRefused('real-people', {
    zh: `第${line}行“${column}”里的 ${shown} 可能是真人的身份证号。这里是演练，只收编造的人（号码以2299开头）；整个文件都没有收，也没有留下。请删掉演练机器上的这份文件；真实数据请交到正式系统。`,
    en: `Line ${line}, column "${column}": ${shown} may be the ID number of somebody real. This is a rehearsal, which takes invented people only (numbers beginning with 2299); nothing of the file was taken in or kept. Delete it from the rehearsal's machine; real data belongs in the real system.`,
  });
}
