// Thins polygons that share borders without opening gaps between them, and joins simplified neighbours into outlines.
// Knows nothing of files or codes: build.ts reads and writes.

export type Point = [number, number];
export type Ring = Point[];
/** One area: its outer rings, each closed (last point = first). Our source has no holes; build.ts checks. */
export type Rings = Ring[];

const keyOf = (point: Point) => `${point[0]},${point[1]}`;

/**
 * Simplifies all areas at once with Douglas-Peucker (`tolerance` in the unit of the points). Each stretch of border between two
 * junctions is thinned once and used by both neighbours, so what was shared stays shared, to the last digit.
 * A ring that collapses (an enclave smaller than the tolerance) is dropped, and collapses in its neighbour's border too.
 */
export function simplifyTogether(areas: Rings[], tolerance: number): Rings[] {
  const cleaned = areas.map((rings) => rings.map(withoutSpikes));
  const junctions = findJunctions(cleaned.flat());
  const thinned = new Map<string, Point[]>();
  const thinOnce = (arc: Point[]): Point[] => {
    const there = arc.map(keyOf).join(' ');
    const back = [...arc].reverse().map(keyOf).join(' ');
    const forward = there <= back;
    const key = forward ? there : back;
    let result = thinned.get(key);
    if (!result) {
      result = thin(forward ? arc : [...arc].reverse(), tolerance);
      thinned.set(key, result);
    }
    return forward ? result : [...result].reverse();
  };
  return cleaned.map((rings) =>
    rings
      .map((ring) => {
        const points = cut(ring, junctions).flatMap((arc) => thinOnce(arc).slice(0, -1));
        return withoutSpikes([...points, points[0]!]);
      })
      .filter((ring) => ring.length >= 4),
  );
}

/**
 * Joins simplified areas into one outline: an edge that two members use in opposite directions is inside and falls away.
 * All rings must run the same way round. Returns outer rings and holes alike, told apart by `signedArea`.
 */
export function outlineOf(areas: Rings[]): Rings {
  const edges = new Map<string, [Point, Point]>();
  for (const ring of areas.flat()) {
    for (let i = 1; i < ring.length; i++) {
      const [from, to] = [ring[i - 1]!, ring[i]!];
      if (!edges.delete(`${keyOf(to)} ${keyOf(from)}`)) edges.set(`${keyOf(from)} ${keyOf(to)}`, [from, to]);
    }
  }
  const leaving = new Map<string, Point[]>();
  for (const [from, to] of edges.values()) leaving.set(keyOf(from), [...(leaving.get(keyOf(from)) ?? []), to]);
  const outline: Rings = [];
  for (const [from] of edges.values()) {
    const ring: Ring = [from];
    for (let next = leaving.get(keyOf(from))?.pop(); next; next = leaving.get(keyOf(next))?.pop()) ring.push(next);
    if (ring.length >= 4) outline.push(ring);
  }
  return outline;
}

/** Twice the enclosed area; positive when the ring runs counter-clockwise, as RFC 7946 wants outer rings. */
export function signedArea(ring: Ring): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) sum += ring[i - 1]![0] * ring[i]![1] - ring[i]![0] * ring[i - 1]![1];
  return sum;
}

/** Drops repeated points and places where the line turns back on itself; keeps the ring closed. */
export function withoutSpikes(ring: Ring): Ring {
  const kept: Ring = [];
  for (const point of ring) {
    if (kept.length > 0 && keyOf(kept.at(-1)!) === keyOf(point)) continue;
    if (kept.length > 1 && keyOf(kept.at(-2)!) === keyOf(point)) kept.pop();
    else kept.push(point);
  }
  while (kept.length > 3 && keyOf(kept[1]!) === keyOf(kept.at(-2)!)) {
    kept.pop();
    kept.shift();
  }
  return kept;
}

/** The points where a border forks: those with other than two neighbours over all rings. */
function findJunctions(rings: Ring[]): Set<string> {
  const neighbours = new Map<string, Set<string>>();
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [keyOf(ring[i - 1]!), keyOf(ring[i]!)];
      neighbours.set(a, (neighbours.get(a) ?? new Set()).add(b));
      neighbours.set(b, (neighbours.get(b) ?? new Set()).add(a));
    }
  }
  return new Set([...neighbours].filter(([, near]) => near.size !== 2).map(([key]) => key));
}

/** Cuts a closed ring at its junctions. A ring without any starts at its smallest point and is cut at the farthest from it. */
function cut(ring: Ring, junctions: Set<string>): Point[][] {
  const open = ring.slice(0, -1);
  let cuts = open.flatMap((point, i) => (junctions.has(keyOf(point)) ? [i] : []));
  if (cuts.length === 0) {
    const start = indexOfLeast(open, ([x, y]) => x * 1e6 + y);
    const [x0, y0] = open[start]!;
    cuts = [start, indexOfLeast(open, ([x, y]) => -Math.hypot(x - x0, y - y0))].sort((a, b) => a - b);
  }
  return cuts.map((from, i) => {
    const to = cuts[i + 1] ?? cuts[0]! + open.length;
    return Array.from({ length: to - from + 1 }, (_, step) => open[(from + step) % open.length]!);
  });
}

function indexOfLeast(points: Point[], measure: (point: Point) => number): number {
  let least = 0;
  for (let i = 1; i < points.length; i++) if (measure(points[i]!) < measure(points[least]!)) least = i;
  return least;
}

/** Douglas-Peucker on one stretch of border; both ends stay. */
function thin(line: Point[], tolerance: number): Point[] {
  const keep = new Set([0, line.length - 1]);
  const open: [number, number][] = [[0, line.length - 1]];
  for (let span = open.pop(); span; span = open.pop()) {
    const [from, to] = span;
    let [farthest, distance] = [-1, tolerance];
    for (let i = from + 1; i < to; i++) {
      const away = distanceToSegment(line[i]!, line[from]!, line[to]!);
      if (away > distance) [farthest, distance] = [i, away];
    }
    if (farthest < 0) continue;
    keep.add(farthest);
    open.push([from, farthest], [farthest, to]);
  }
  return line.filter((_, i) => keep.has(i));
}

function distanceToSegment([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
