// What separates the cells of a text table, found from its first lines. Departments send commas, tabs and semicolons.

export type Delimiter = ',' | '\t' | ';';

const DELIMITERS: readonly Delimiter[] = [',', '\t', ';'];
/** As many lines as a heading may stand in (detect.ts). */
const LINES = 10;

/**
 * The delimiter that most of the first lines have equally often outside quotation marks, and of two such the one they have more
 * of: thousands separators and commas in addresses are not in every line, and a heading has none. A table of one column has commas.
 */
export function findDelimiter(start: string): Delimiter {
  const lines = recordsOf(start);
  let found: Delimiter = ',';
  let best = [0, 0];
  for (const delimiter of DELIMITERS) {
    const lineCounts = lines.map((line) => line.split(delimiter).length - 1).filter((count) => count > 0);
    const agreeing = (count: number) => lineCounts.filter((one) => one === count).length;
    for (const count of new Set(lineCounts)) {
      const score = [agreeing(count), count];
      if (score[0]! > best[0]! || (score[0] === best[0] && score[1]! > best[1]!)) [best, found] = [score, delimiter];
    }
  }
  return found;
}

/** The first records without what stands in quotation marks; the last one may be cut and counts only when it is alone. */
function recordsOf(start: string): string[] {
  const bare = start.replace(/"(?:[^"]|"")*("|$)/g, '');
  const lines = bare.split(/\r\n|\n|\r/);
  if (lines.length > 1) lines.pop();
  return lines.filter((line) => line.trim() !== '').slice(0, LINES);
}
