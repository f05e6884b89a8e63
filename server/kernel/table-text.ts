// Tables as text that leaves the house (CSV), and the one guard against formulas that every export uses, XLSX too.

export type TableCell = string | number | null | undefined;

/** What a spreadsheet takes for the beginning of a formula or command (OWASP, CSV injection), in half and full width. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** A negative amount is a number and runs nothing. */
const NEGATIVE_NUMBER = /^-\d+(\.\d+)?$/;

/** A text cell that no spreadsheet reads as a formula: a leading ' makes it text. Numbers stay as they are. */
export function neutralise(text: string): string {
  return FORMULA.test(text) && !NEGATIVE_NUMBER.test(text) ? `'${text}` : text;
}

/** The text before it was neutralised: what left by a file of ours and comes back in one. */
export function withoutGuard(text: string): string {
  return text.startsWith("'") && FORMULA.test(text.slice(1)) ? text.slice(1) : text;
}

/** One record, CRLF included, neutralised and quoted where it must be. */
export function csvLine(cells: readonly TableCell[]): string {
  const written = cells.map((cell) => {
    if (typeof cell === 'number') return String(cell);
    const text = neutralise(cell ?? '');
    return /[",\r\n;\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${written.join(',')}\r\n`;
}

/** A CSV as Excel opens it rightly: UTF-8 with a byte order mark. */
export function csvText(rows: readonly (readonly TableCell[])[]): string {
  return `\ufeff${rows.map(csvLine).join('')}`;
}
