// How alike two headings are, from 0 to 1. Chinese headings are short and lose or swap characters, so pairs of letters alone
// would see nothing in common between 身份证号 and 证件号码.

/** 1 for the same; else by shared characters, and less by shared neighbours. A heading that holds the whole other one is near it. */
export function similarity(a: string, b: string): number {
  if (a === b) return a === '' ? 0 : 1;
  if (a === '' || b === '') return 0;
  const alike = 0.7 * dice([...a], [...b]) + 0.3 * dice(neighbours(a), neighbours(b));
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length >= 2 && long.includes(short) ? Math.max(alike, 0.8) : alike;
}

function neighbours(text: string): string[] {
  const letters = [...text];
  return letters.slice(1).map((letter, i) => letters[i] + letter);
}

function dice(a: readonly string[], b: readonly string[]): number {
  const left = [...b];
  let shared = 0;
  for (const one of a) {
    const at = left.indexOf(one);
    if (at < 0) continue;
    left.splice(at, 1);
    shared++;
  }
  return a.length + b.length === 0 ? 0 : (2 * shared) / (a.length + b.length);
}
