// The province's wall clock to the second: in a log a minute is long. Pure.
const OFFSET = 8 * 3600_000;

export function wallTime(at: string): string {
  return new Date(Date.parse(at) + OFFSET).toISOString().slice(11, 19);
}
