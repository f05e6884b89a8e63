// What charts of months share: stretches without a gap, round tops, how wide a text is, where a label finds room. Pure.

export interface Stretch {
  /** The month it begins with. */
  from: number;
  points: number[];
}

/** The runs of known values: a line is never drawn across a month that nobody knows. */
export function stretchesOf(values: readonly (number | null)[]): Stretch[] {
  const found: Stretch[] = [];
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    const last = found.at(-1);
    if (last && last.from + last.points.length === index) last.points.push(value);
    else found.push({ from: index, points: [value] });
  }
  return found;
}

/** A number not below the value with room above it, by steps that do not jump with every fen. */
export function niceTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.5, 2, 3, 4, 5, 7.5, 10].find((step) => step * power >= value * 1.05) ?? 12) * power;
}

/** About how wide a text is set: a Chinese character is as wide as it is high, a Latin one a good half of that. */
export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const one of text) width += (one.codePointAt(0) as number) > 0x2e80 ? size : size * 0.56;
  return width;
}

export interface Label {
  key: string;
  /** Where what it names stands. */
  x: number;
  text: string;
}
export interface Placed extends Label {
  anchor: 'start' | 'end';
}

interface Room {
  left: number;
  right: number;
  size: number;
  /** How far from its mark a label begins. */
  gap: number;
}

/** Labels of one lane that find room beside their mark, right of it or left; those given first have the choice, who finds none is left out. */
export function placeLabels(
  labels: readonly Label[],
  marks: readonly number[],
  { left, right, size, gap }: Room,
): Placed[] {
  const taken: [number, number][] = marks.map((x) => [x - gap + 2, x + gap - 2]);
  const placed: Placed[] = [];
  for (const label of labels) {
    const width = textWidth(label.text, size);
    for (const anchor of ['start', 'end'] as const) {
      const from = anchor === 'start' ? label.x + gap : label.x - gap - width;
      if (from < left || from + width > right || taken.some(([a, b]) => from < b && from + width > a)) continue;
      taken.push([from, from + width + 6]);
      placed.push({ ...label, anchor });
      break;
    }
  }
  return placed;
}
