// Disasters that come over many households at once: floods along neighbouring townships in July and August, storms and hail in summer.
import { type Calendar, dayIn } from './calendar.ts';
import { Draw } from './draw.ts';
import type { Village } from './places.ts';

export interface Event {
  name: string;
  sort: string;
  day: number;
  /** The share of a township's households it hits, and the median loss in fen. */
  share: number;
  loss: number;
}

const SORTS = [
  { sort: '洪涝', months: [7, 8], aYear: 4, townships: [10, 30], share: [0.08, 0.3], loss: 900_000 },
  { sort: '风雹', months: [6, 7, 8, 9], aYear: 5, townships: [3, 9], share: [0.06, 0.2], loss: 350_000 },
  { sort: '暴雨', months: [6, 7, 8], aYear: 3, townships: [4, 10], share: [0.04, 0.12], loss: 400_000 },
] as const;

/** The events of all years, by township. Townships next to each other in code order are taken for neighbours, as along a river. */
export function eventsOf(calendar: Calendar, villages: readonly Village[], seed: number): Map<string, Event[]> {
  const townships = [...new Set(villages.map(({ code }) => code.slice(0, 9)))];
  const events = new Map<string, Event[]>();
  calendar.written.forEach((written, month) => {
    const [year, ofYear] = [Number(written.slice(0, 4)), Number(written.slice(5))];
    SORTS.forEach((kind, place) => {
      if (!(kind.months as readonly number[]).includes(ofYear)) return;
      const draw = new Draw(seed, year * 12 + ofYear, 1000 + place);
      const times = Math.floor(kind.aYear / kind.months.length + draw.share());
      for (let time = 0; time < times; time++) {
        const width = Math.ceil((draw.whole(kind.townships[0], kind.townships[1]) * townships.length) / 1000);
        const first = draw.whole(0, Math.max(0, townships.length - width));
        const day = dayIn(month, draw.whole(1, calendar.days[month]!));
        const share = draw.between(kind.share[0], kind.share[1]);
        for (const township of townships.slice(first, first + Math.max(1, width))) {
          const event = { name: `${year}年${ofYear}月${kind.sort}`, sort: kind.sort, day, share, loss: kind.loss };
          events.set(township, [...(events.get(township) ?? []), event]);
        }
      }
    });
  });
  return events;
}
