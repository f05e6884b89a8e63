// The truth beside the files: what every household is and has, and what happened to whom. Nothing of the flow reads it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAided } from './aid.ts';
import { writeDay } from './calendar.ts';
import { type Household, isThere } from './household.ts';
import type { FileTruth } from './outbox.ts';
import type { World } from './world.ts';
import { TextFile } from './write-text.ts';

export class TruthBook {
  readonly #world: World;
  readonly #folder: string;
  readonly #households: TextFile;
  readonly #events: TextFile;
  readonly counts = { households: 0, people: 0, episodes: 0, hardships: 0 };

  constructor(world: World, out: string) {
    this.#world = world;
    this.#folder = join(out, 'truth');
    mkdirSync(this.#folder, { recursive: true });
    this.#households = new TextFile(join(this.#folder, 'households.ndjson'), 'utf8');
    this.#events = new TextFile(join(this.#folder, 'events.ndjson'), 'utf8');
  }

  add(household: Household): void {
    const { calendar } = this.#world;
    const { number, village, settlement, kind, perHead, standard, people } = household;
    this.counts.households++;
    this.counts.people += people.length;
    const line = {
      ...{
        household: number,
        village,
        settlement,
        kind,
        size: people.filter((one) => isThere(one, calendar.count - 1)).length,
      },
      aided: calendar.written.map((_, month) => (isAided(household, month) ? '1' : '0')).join(''),
      line: [standard[0], standard[calendar.count - 1]],
      perHead: Array.from(perHead),
    };
    this.#households.addText(`${JSON.stringify(line)}\n`);
    for (const {
      kind: what,
      person,
      on,
      until,
      size,
      needFrom,
      needUntil,
      undueFrom,
      undueUntil,
    } of household.episodes) {
      this.counts.episodes++;
      if (needFrom !== undefined) this.counts.hardships++;
      const day = (at: number | undefined) => (at === undefined ? null : writeDay(calendar, at));
      const told = {
        ...{ household: number, kind: what, person: person ? person.slot : null, on: day(on), until: day(until), size },
        ...{ hardship: needFrom !== undefined, need_from: day(needFrom), need_until: day(needUntil) },
        ...{ undue: undueFrom !== undefined, undue_from: day(undueFrom), undue_until: day(undueUntil) },
      };
      this.#events.addText(`${JSON.stringify(told)}\n`);
    }
  }

  close(files: ReadonlyMap<string, FileTruth>): void {
    this.#households.close();
    this.#events.close();
    const sorted = Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(join(this.#folder, 'files.json'), `${JSON.stringify(sorted, null, 1)}\n`);
    writeFileSync(join(this.#folder, 'README.md'), README);
  }
}

const README = `# The truth of this invented province

Made by \`shouwang rehearse\`; all people are invented. Nothing here follows from a rule or an indicator: it is what the generator
let happen, whether or not any department was told. Money is in fen. Months run from the first of the province to the last.

## households.ndjson: one line a household (those that came to be by a split included)

| field | what |
| --- | --- |
| household | the registry number (户号) |
| village, settlement, kind | where it began, and as what: dibao, tekun, marginal, monitored, rigid, ordinary |
| size | living people in the last month |
| aided | a digit a month: 1 when somebody of it was really paid dibao or tekun |
| line | the dibao standard of its place a head and month, in the first and in the last month; it grows each January |
| perHead | a number a month: all income, told to a department or not, and aid, less necessary spending, for each living member |

Necessary spending: medical bills as borne, in the province and outside, each spread over the six months from its day; a part of
disaster losses, likewise; care of the severely disabled.

## events.ndjson: one line an episode

| field | what |
| --- | --- |
| kind | illness, job-loss, casual-work-loss (told to nobody), disaster, death, disability (level 1 or 2), dropout, housing (really in danger), low-income (no one cause), wrongly-paid-death, doubled, income-rose, car |
| person | its place in the household, or null |
| on, until, size | when it began and ended (null: lasted), what it cost or brought |
| hardship, need_from, need_until | whether and when the family really needed help that it did not get |
| undue, undue_from, undue_until | whether and when aid that was paid was really no longer due |

**Hardship** is either of two. (1) perHead is below nine tenths of the line for two months running or longer: the stretch is laid to the last cause in
the six months before it or its first two months, from the day of the cause or the first day of the stretch, whichever is later; with no
cause it is \`low-income\`. (2) A blow by itself: a house destroyed or badly damaged by a disaster (three months), the only house in real
danger, a child of compulsory age out of school, and, where perHead is below 1.5 lines in the month after, a new severe disability or the
death of somebody aged 18 to 59 who leaves children or old people.

**Undue** is: dibao or tekun paid after death, paid twice for one person, paid while the family's own resources (perHead without aid)
have been above 1.2 lines for three months or longer, or paid while it has a car that is truly its own.

## files.json: what the door ought to say of each file

Lines without title and heading, and those it must refuse, by its codes. All others are good, or wait for a person the registry lacks.
`;
