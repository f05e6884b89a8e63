// Aid as it is granted and ended: late, mostly right, and sometimes wrong. Who was on it before, who gets it after hardship, whose ends
// when they earn again, who is paid after death or twice.
import { type Calendar, dayIn, writeMonth } from './calendar.ts';
import { TEKUN_PAID } from './calibration.ts';
import { CONCERN, Draw } from './draw.ts';
import { type AidLine, type Household, isThere, type Person } from './household.ts';
import type { Means } from './living.ts';
import { reckon, risenIn, spellsOf } from './need.ts';
import type { World } from './world.ts';

const RATES = { found: 0.5, ended: 0.65, doubled: 0.0006, afterCancel: 0.06, marginal: 0.12 } as const;

/** Fills a household's aid lines for all months, and tells where they were wrong. `means` is missing for those who came to be later. */
export function giveAid(world: World, household: Household, means: Means | undefined): void {
  const draw = new Draw(world.seed, household.index, CONCERN.aid);
  if (means) startAid(world, draw, household, means);
  reckon(world, household);
  findNeedy(world, draw, household);
  endRisen(world, draw, household);
  endAtDeath(world, draw, household);
  double(world, draw, household);
  reckon(world, household);
}

function startAid(world: World, draw: Draw, household: Household, means: Means): void {
  const { kind, settlement } = household;
  const category = ({ dibao: '低保', tekun: '特困', marginal: '低保边缘' } as const)[kind as 'dibao'];
  if (!category) return;
  const start = plain(world.calendar, -draw.whole(1, 96));
  const share =
    kind === 'dibao'
      ? means.paid
      : kind === 'tekun'
        ? draw.between(TEKUN_PAID[settlement][0]!, TEKUN_PAID[settlement][1]!)
        : 0;
  const there = household.people.filter((person) => person.from === 0);
  const covered = means.isForOne ? [there.find((person) => person.certificate) ?? there[0]!] : there;
  for (const person of covered) household.aid.push({ person, category, share, start, from: 0, until: undefined });
  for (const line of household.aid) {
    // Whoever marries away or moves out leaves the line.
    if (line.person.until < world.calendar.count) line.until = line.person.until;
  }
}

/** Some families below the line are found and granted dibao, months later. */
function findNeedy(world: World, draw: Draw, household: Household): void {
  for (const spell of spellsOf(world, household)) {
    if (spell.until - spell.from < 3 || household.aid.some((line) => line.share > 0 && isPaid(line, spell.from)))
      continue;
    if (!draw.chance(RATES.found)) continue;
    const from = spell.from + draw.whole(3, 8);
    if (from > spell.until || from >= world.calendar.count) continue;
    const share = Math.min(1, Math.max(0.3, 1.08 - household.perHead[from]! / household.standard[from]!));
    const isMarginal = draw.chance(RATES.marginal);
    for (const line of household.aid) if (isPaid(line, from)) line.until = from - 1;
    grant(world, household, { category: isMarginal ? '低保边缘' : '低保', share: isMarginal ? 0 : share, from });
    reckon(world, household);
    return;
  }
}

function grant(
  world: World,
  household: Household,
  { category, share, from }: Pick<AidLine, 'category' | 'share' | 'from'>,
): void {
  for (const person of household.people) {
    if (!isThere(person, from)) continue;
    const until = person.until < world.calendar.count ? person.until : undefined;
    household.aid.push({ person, category, share, start: plain(world.calendar, from), from, until });
  }
}

/** Where own resources rose for good, aid ends months later, or is never looked at again. */
function endRisen(world: World, draw: Draw, household: Household): void {
  const paid = household.aid.filter((line) => line.category === '低保');
  if (paid.length === 0 || paid.length < household.people.filter((one) => one.from === 0).length) return;
  for (const spell of risenIn(world, household)) {
    const running = paid.filter((line) => isPaid(line, spell.from));
    if (running.length === 0) continue;
    const end = spell.from + draw.whole(4, 14);
    const isEnded = draw.chance(RATES.ended) && end <= spell.until;
    if (isEnded) for (const line of running) line.until = end;
    const cause = household.episodes
      .filter((one) => one.kind === 'income-rose' && one.on >> 5 <= spell.from + 2)
      .at(-1);
    const last = isEnded ? end : spell.until;
    const told = cause ?? {
      kind: 'income-rose' as const,
      person: undefined,
      on: dayIn(spell.from, 1),
      until: undefined,
      size: 0,
    };
    if (!cause) household.episodes.push(told);
    told.undueFrom = Math.max(told.on, dayIn(spell.from, 1));
    told.undueUntil = last + 1 < world.calendar.count ? dayIn(last, 28) : undefined;
    return;
  }
}

function endAtDeath(world: World, draw: Draw, household: Household): void {
  for (const line of household.aid) {
    const { diesAt, cancelledAt } = line.person;
    if (diesAt === undefined) continue;
    const died = diesAt >> 5;
    if (line.from > died) line.until = line.from - 1;
    if (!isPaid(line, died)) continue;
    // Paid up to the month in which the office hears of it.
    const heard =
      Math.max(died, (cancelledAt! >> 5) - (draw.chance(0.93) ? 1 : 0)) +
      (draw.chance(RATES.afterCancel) ? draw.whole(1, 9) : 0);
    const last = Math.min(heard, line.until ?? heard);
    line.until = last;
    if (last <= died) continue;
    household.episodes.push({
      ...{
        kind: 'wrongly-paid-death',
        person: line.person,
        on: diesAt,
        size: (last - died) * Math.round(line.share * household.standard[died]!),
      },
      until: last < world.calendar.count ? dayIn(last, 28) : undefined,
      undueFrom: dayIn(died + 1, 1),
      undueUntil: last + 1 < world.calendar.count ? dayIn(last, 28) : undefined,
    });
  }
  household.aid = household.aid.filter((line) => line.until === undefined || line.until >= line.from);
}

/** One person entered on two lists. */
function double(world: World, draw: Draw, household: Household): void {
  const line = household.aid.find((one) => one.category !== '低保边缘' && one.until === undefined);
  if (!line || !draw.chance(RATES.doubled)) return;
  const from = draw.whole(line.from, world.calendar.count - 1);
  const until = from + draw.whole(2, 14);
  const isOver = until < world.calendar.count;
  const category = line.category === '低保' ? '特困' : '低保';
  const share = category === '特困' ? 1.4 : 0.6;
  household.aid.push({
    person: line.person,
    category,
    share,
    start: plain(world.calendar, from),
    from,
    until: isOver ? until : undefined,
  });
  const end = isOver ? dayIn(until, 28) : undefined;
  household.episodes.push({
    ...{
      kind: 'doubled',
      person: line.person,
      on: dayIn(from, 1),
      until: end,
      size: Math.round(share * household.standard[from]!),
    },
    ...{ undueFrom: dayIn(from, 1), undueUntil: end },
  });
}

export function isPaid(line: AidLine, month: number): boolean {
  return month >= line.from && (line.until === undefined || month <= line.until);
}

/** Whether anybody of the household is on dibao or tekun in a month. */
export function isAided(household: Household, month: number): boolean {
  return household.aid.some((line) => line.category !== '低保边缘' && isPaid(line, month));
}

/** `YYYYMM`. */
function plain(calendar: Calendar, month: number): string {
  return writeMonth(calendar, month).replace('-', '');
}

/** Who heads the household by the registry in a month: until a death is cancelled there, the dead do; then the next grown-up. */
export function headOf(household: Household, month: number): Person | undefined {
  const there = household.people.filter(({ from, until, cancelledAt }) => {
    return month >= from && month <= until && (cancelledAt === undefined || cancelledAt >> 5 >= month);
  });
  return (
    there.find((person) => person.relation === '户主') ?? there.find((person) => person.bornMonth < HEAD_AT) ?? there[0]
  );
}

/** Born before 2007: of age in all years a province is made up for. */
const HEAD_AT = 2007 * 12;
