// The rules against a second, independent reading of the departments' files: on the samples, and on worlds in which rows are gone,
// dates and sums stand at the edges of every window and line, people die and move, and sources come late or never.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingsOf, openFlow, RULES, SAMPLES, truthOn, writeDelivery } from '../support/flow.ts';
import { readTables, type Table, writeTable } from '../support/plain-files.ts';
import { readPlainly, type Standards } from '../support/plain-reading.ts';
import { mutate } from '../support/worlds.ts';

const STANDARDS: Standards = {
  dibao: new Map([
    ['222405 urban', 70_000],
    ['222405 rural', 53_000],
    ['220102 urban', 70_000],
    ['220102 rural', 55_000],
  ]),
  ruralIncome: 2_170_000,
};
const first = await readTables(join(SAMPLES, '2026-09'));
const second = await readTables(join(SAMPLES, '2026-10'));

/** As-of days with the first delivery in, and with both: a day back, ends of month and year, new year, a leap day. */
const BEFORE = ['2026-09-30', '2026-10-01', '2026-10-15'];
const AFTER = ['2026-10-31', '2026-10-15', '2026-12-31', '2027-01-01', '2027-02-28', '2028-02-29'];

it.each([
  ['2026-09-30', first],
  ['2026-10-15', first],
  ['2026-10-31', [...first, ...second]],
] as const)('the second reading of the samples as of %s is truth.json', (day, tables) => {
  expect(readPlainly(tables, day, STANDARDS)).toEqual(truthOn(day));
});

/** `WORLDS=20` looks at twenty more. */
const MORE = Array.from({ length: Number(process.env.WORLDS ?? 0) }, (_, index): [number, string[]] => {
  const sources = ['wages', 'pensions', 'roster', 'contributions', 'medical', 'registry', 'deaths', 'vehicles'];
  return [100 + index, sources.filter((_source, place) => (index >> place) % 2 === 1)];
});

describe('mutated worlds', () => {
  const seen = new Set<string>();

  it.each<[number, string[]]>([
    [1, []],
    [2, ['wages', 'medical']],
    [3, ['roster', 'contributions']],
    [4, ['pensions', 'registry', 'deaths']],
    ...MORE,
  ])(
    'seed %i, without %j in the second delivery: both readings name the same households',
    async (seed, late) => {
      const days = [...BEFORE, '2026-10-31', '2026-12-31'];
      const world = mutate({ first, second }, { seed, share: 0.25, late, days, standards: STANDARDS });
      const flow = await openFlow();
      await flow.parameters();
      const deliver = async (tables: readonly Table[], day: string) => {
        for (const table of tables) {
          const name = table.file.replace('.xlsx', '.csv');
          const { isHeld } = await flow.hand(writeDelivery(name, writeTable(table)), day);
          expect({ name, isHeld }).toEqual({ name, isHeld: false });
        }
      };
      const compare = async (tables: readonly Table[], day: string) => {
        await flow.turn(day);
        const [found, wanted] = [await findingsOf(flow.db), readPlainly(tables, day, STANDARDS)];
        const wrong = Object.fromEntries(
          RULES.map((rule) => [rule, differences(found[rule]!, wanted[rule]!)] as const).filter(
            ([, odd]) => odd.length > 0,
          ),
        );
        expect({ seed, day, wrong }).toEqual({ seed, day, wrong: {} });
        for (const rule of RULES) if (found[rule]!.length > 0) seen.add(rule);
      };
      await deliver(world.first, '2026-09-30');
      for (const day of BEFORE) await compare(world.first, day);
      await deliver(world.second, '2026-10-31');
      for (const day of AFTER) await compare([...world.first, ...world.second], day);
    },
    240_000,
  );

  it('between them have something for every rule to find', () => {
    expect([...seen].sort()).toEqual([...RULES].sort());
  });
});

/** +H1 only the rules name, -H2 only the second reading does. */
function differences(found: readonly string[], wanted: readonly string[]): string[] {
  return [
    ...found.filter((one) => !wanted.includes(one)).map((one) => `+${one}`),
    ...wanted.filter((one) => !found.includes(one)).map((one) => `-${one}`),
  ];
}
