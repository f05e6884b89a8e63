// Finds the name somebody probably meant.

/** The known name with the fewest typing slips, unless it is more slips than a third of the word; a bare last part counts too. */
export function nearestName(wanted: string, known: Iterable<string>): string | undefined {
  let best: { name: string; slips: number } | undefined;
  for (const name of known) {
    const last = name.slice(name.indexOf('.') + 1);
    const slips = wanted.includes('.') ? countSlips(wanted, name) : countSlips(wanted, last);
    if (!best || slips < best.slips) best = { name, slips };
  }
  return best && best.slips <= Math.max(2, wanted.length / 3) ? best.name : undefined;
}

// Letters added, left out, changed, or two neighbours swapped.
function countSlips(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1] ? 0 : 1;
      let slips = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        slips = Math.min(slips, (beforeLast[j - 2] ?? slips) + 1);
      row.push(slips);
    }
    beforeLast = last;
    last = row;
  }
  return last[right.length] ?? 0;
}
