// Departments send when they send: whatever the order of arrival, and however often, the same facts and findings stand at the end.
import { describe, expect, it } from 'vitest';
import {
  checksums,
  DELIVERIES,
  expectSame,
  type Flow,
  factsInForce,
  filesOf,
  findingsOf,
  openFlow,
  registryAsText,
  shuffled,
  truthOn,
} from '../support/flow.ts';

const ALL = DELIVERIES.flatMap((delivery) => filesOf(delivery));

async function end(files: readonly string[]): Promise<{ flow: Flow; facts: string[]; registry: string[] }> {
  const flow = await openFlow();
  await flow.parameters();
  for (const file of files) await flow.hand(file, '2026-10-31');
  await flow.turn('2026-10-31');
  return { flow, facts: await factsInForce(flow.db), registry: await registryAsText(flow.db) };
}

const inOrder = end(ALL);

describe.sequential('files arrive in any order', () => {
  it('in the order of their names they give the findings of truth.json', async () => {
    expect(await findingsOf((await inOrder).flow.db)).toEqual(truthOn('2026-10-31'));
  });

  const seeds = [1, 2].map((seed) => [`both deliveries mixed, seed ${seed}`, shuffled(ALL, seed)] as const);
  it.each([
    ['within each delivery', [...shuffled(filesOf('2026-09'), 7), ...shuffled(filesOf('2026-10'), 8)]] as const,
    ['the second delivery first', [...filesOf('2026-10'), ...filesOf('2026-09')]] as const,
    ['registries last', [...ALL].sort((a, b) => Number(a.includes('户籍')) - Number(b.includes('户籍')))] as const,
    ['last to first', ALL.toReversed()] as const,
    ...seeds,
  ])('%s: the same facts, people and findings', async (_, files) => {
    const wanted = await inOrder;
    const { flow, facts, registry } = await end(files);
    expectSame(facts, wanted.facts);
    expectSame(registry, wanted.registry);
    expect(await findingsOf(flow.db)).toEqual(truthOn('2026-10-31'));
  });

  it('a file that comes twice is known by its bytes, under whatever name, and changes nothing', async () => {
    const { flow } = await inOrder;
    const before = await checksums(flow.database.owner);
    for (const file of shuffled(ALL, 9)) {
      const again = await flow.hand(
        file,
        '2026-11-20',
        file.endsWith('csv') ? { name: `另一个名字_${file.slice(-10)}` } : {},
      );
      expect(again.isKnown).toBe(true);
    }
    expect(await checksums(flow.database.owner)).toEqual(before);
  });
});
