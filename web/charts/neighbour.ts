// Arrow keys on the map: the nearest region whose centre lies within the quadrant of the arrow. Pure.

const DIRECTIONS: Record<string, [number, number]> = {
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** The code to move to from `from`; `from` itself when nothing lies that way, the first region when nothing is focused yet. */
export function neighbourOf(
  centres: ReadonlyMap<string, readonly [number, number]>,
  from: string | null,
  key: string,
): string | null {
  const direction = DIRECTIONS[key];
  const start = from === null ? undefined : centres.get(from);
  if (!direction || !start) return centres.keys().next().value ?? null;
  let best = from;
  let nearest = Number.POSITIVE_INFINITY;
  for (const [code, centre] of centres) {
    if (code === from) continue;
    const dx = (centre[0] - start[0]) * 0.73;
    const dy = centre[1] - start[1];
    const along = dx * direction[0] + dy * direction[1];
    const across = Math.abs(dx * direction[1] - dy * direction[0]);
    if (along <= 0 || across > along) continue;
    const distance = along + 2 * across;
    if (distance < nearest) {
      nearest = distance;
      best = code;
    }
  }
  return best;
}
